// @vitest-environment happy-dom
/** Who may not open a page is told who may. */
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";
import { go } from "../../state/route";
import { stage } from "../../state/session";
import { makeEnrolment } from "../../storage/for-tests";
import Desk from "./Desk";

afterEach(cleanup);

function workingAs(role: string): void {
  const { clinician, organization } = makeEnrolment("");
  stage.value = { at: "online", signedIn: { clinician: { ...clinician, roles: [role] }, organization } };
}

test.each([
  ["administrator", "/review", /^Only a supervisor can open this page\. Ask an administrator/],
  ["administrator", "/billing", /^Only a biller or a supervisor can open/],
  ["biller", "/reception", /^Only an administrator or a supervisor can open/],
  ["supervisor", "/activities", /^Only an administrator can open/],
  ["biller", "/devices", /^Only an administrator or a supervisor can open/],
  [
    "administrator",
    "/visit/0190c000-0000-7000-8000-000000000103",
    /^Only a clinician who treats patients can/,
  ],
  ["biller", "/patients", /^Only a clinician who treats patients can/],
])("%s at %s is told who may", (role, place, words) => {
  workingAs(role);
  go(place);
  render(<Desk />);
  expect(screen.getByText(words)).toBeTruthy();
});
