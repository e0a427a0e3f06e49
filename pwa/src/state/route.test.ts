// @vitest-environment happy-dom
import { expect, test } from "vitest";
import { routeOf } from "./route";

const VISIT = "0190c000-0000-7000-8000-0000000000f1";
const OTHER = "0190c000-0000-7000-8000-0000000000f2";

test.each([
  ["/", "today"],
  ["/patients", "patients"],
  ["/new-visit", "new-visit"],
  [`/visit/${VISIT}`, "visit"],
  [`/visit/${VISIT}/add?code=97112`, "capture"],
  [`/visit/${VISIT}/intervention/${OTHER}`, "capture"],
  [`/visit/${VISIT}/measures`, "measures"],
  [`/progress/${OTHER}`, "progress"],
  ["/attention", "attention"],
  ["/more", "more"],
  ["/review", "desk"],
  [`/review/${VISIT}`, "desk"],
])("%s is %s", (address, name) => {
  expect(routeOf(address).name).toBe(name);
});

test("an address holds the ids and what was asked with it", () => {
  const route = routeOf(`/visit/${VISIT}/intervention/${OTHER}?to=response`);
  expect([route.visitId, route.interventionId, route.query.get("to")]).toEqual([VISIT, OTHER, "response"]);
});

test("progress is that of an episode", () => {
  expect(routeOf(`/progress/${OTHER}`)).toMatchObject({ visitId: "", episodeId: OTHER });
});

test.each(["/visit/", "/visit/not-an-id", "/nothing/here", "//elsewhere"])("%s leads to Today", (address) => {
  expect(routeOf(address).name).toBe("today");
});
