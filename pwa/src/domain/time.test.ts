import { describe, expect, test } from "vitest";
import { uuid7 } from "./ids";
import { clockTime, dateText, dayIn, dayText, lengthText, localInstant, zoneOffset } from "./time";

describe("time", () => {
  test("the day of service is the clinic's, not UTC's", () => {
    expect(dayIn("America/New_York", Date.parse("2026-11-24T03:30:00Z"))).toBe("2026-11-23");
    expect(dayIn("America/New_York", Date.parse("2026-11-24T05:30:00Z"))).toBe("2026-11-24");
  });

  test("lengths read as a clock and never below zero", () => {
    expect([lengthText(872), lengthText(3725), lengthText(-3)]).toEqual(["14:32", "1:02:05", "00:00"]);
  });

  test("an instant carries the offset it was made at", () => {
    expect(localInstant(Date.parse("2026-11-23T14:52:31Z"), -300)).toBe("2026-11-23T09:52:31.000-05:00");
    expect(localInstant(Date.parse("2026-11-23T14:52:31Z"), 330)).toBe("2026-11-23T20:22:31.000+05:30");
  });

  test("days and dates read the same in every zone of the tablet", () => {
    expect([dayText("2026-11-23"), dateText("1954-03-14")]).toEqual(["Mon 23 Nov", "14 Mar 1954"]);
    expect(clockTime("America/New_York", Date.parse("2026-11-23T14:33:00Z"))).toBe("9:33");
  });
});

describe("ids", () => {
  test("carry the time in front, version 7 and the variant", () => {
    const id = uuid7(1_700_000_000_000, (bytes) => bytes.fill(0xff));
    expect(id).toBe("018bcfe5-6800-7fff-bfff-ffffffffffff");
  });

  test("sort by the millisecond they were made", () => {
    expect(uuid7(1_700_000_000_000) < uuid7(1_700_000_000_001)).toBe(true);
  });
});

test.each([
  ["America/New_York", "2026-11-01T05:59:00Z", -240],
  ["America/New_York", "2026-11-01T06:01:00Z", -300],
  ["Asia/Kolkata", "2026-06-01T00:00:00Z", 330],
  ["UTC", "2026-06-01T00:00:00Z", 0],
])("%s at %s is %i minutes ahead of UTC", (zone, instant, minutes) => {
  expect(zoneOffset(zone, Date.parse(instant))).toBe(minutes);
});
