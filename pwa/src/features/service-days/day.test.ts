import { expect, test } from "vitest";
import { ALL, listPath, narrowedBy } from "./day";

test("only what narrows the list stands in its address", () => {
  expect(listPath(ALL)).toBe("/api/service-days");
  expect(listPath({ ...ALL, state: "held", needs: "Biller", since: "2026-11-01" })).toBe(
    "/api/service-days?state=held&since=2026-11-01&needs=Biller",
  );
});

test("state and patient are not counted among the further filters", () => {
  expect(narrowedBy({ ...ALL, state: "held", patient: "0190c000" })).toBe(0);
  expect(narrowedBy({ ...ALL, state: "held", payer: "full-15", until: "2026-11-01" })).toBe(2);
});
