/**
 * Which PINs are taken: six digits or more, and not one that a thief tries first.
 *
 * A PIN is never stored or compared: it only derives a key (NIST SP 800-63B).
 */
import type { PinFaultKind } from "../fault";

const LEAST_DIGITS = 6;
const MOST_USED = new Set([
  "112233",
  "121212",
  "123123",
  "123321",
  "131313",
  "159753",
  "147258",
  "147852",
  "159357",
  "232323",
  "252525",
  "258369",
  "258456",
  "456789",
  "520520",
  "696969",
  "789456",
  "131420",
  "102030",
  "123654",
  "456123",
  "741852",
  "852456",
  "963852",
  "142536",
  "101010",
  "202020",
  "007007",
  "246810",
  "192837",
  "314159",
  "271828",
  "100200",
  "420420",
  "212121",
  "223344",
  "332211",
  "445566",
  "778899",
  "998877",
]);

/** Say why a PIN is refused, or null when it may be used. */
export function pinFault(pin: string): PinFaultKind | null {
  if (!/^[0-9]*$/.test(pin)) return "not-digits";
  if (pin.length < LEAST_DIGITS) return "too-short";
  return isCommon(pin) ? "common" : null;
}

function isCommon(pin: string): boolean {
  return MOST_USED.has(pin) || new Set(pin).size < 3 || isRun(pin) || isRepeated(pin) || isDate(pin);
}

/** 123456, 987654, 135791: always the same step (0 follows 9). */
function isRun(pin: string): boolean {
  const digits = Array.from(pin, Number);
  const steps = digits.slice(1).map((digit, i) => (digit - (digits[i] ?? 0) + 10) % 10);
  return new Set(steps).size === 1;
}

/** 123123, 454545. */
function isRepeated(pin: string): boolean {
  return /^(\d{2,})\1+$/.test(pin);
}

/** A year of birth with day and month, the commonest choice of all: 19840317, 170384, 031784. */
function isDate(pin: string): boolean {
  const day = "(0[1-9]|[12]\\d|3[01])";
  const month = "(0[1-9]|1[0-2])";
  const year = "(19|20)\\d\\d";
  const long = [`${year}${month}${day}`, `${day}${month}${year}`, `${month}${day}${year}`];
  const short = [`${day}${month}\\d\\d`, `${month}${day}\\d\\d`, `\\d\\d${month}${day}`];
  return [...long, ...short].some((form) => new RegExp(`^${form}$`).test(pin));
}
