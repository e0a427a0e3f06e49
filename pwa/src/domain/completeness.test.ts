import { expect, test } from "vitest";
import golden from "../../../tests/golden/documentation.json";
import { type Checked, missingElements } from "./completeness";

test.each(golden.cases)("$name", ({ record, raised, missing }) => {
  const found = missingElements(record as unknown as Checked, raised);
  expect(found.map((one) => [one.element, one.level, one.target])).toEqual(missing);
});
