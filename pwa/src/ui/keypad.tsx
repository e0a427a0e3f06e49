/** Ten digits for a PIN: larger than the system's, and the same at every tablet. */
import { Icon } from "./icon";

interface KeypadProps {
  erase: string;
  unlock: string;
  busy: boolean;
  onDigit: (digit: string) => void;
  onErase: () => void;
}

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** Stands inside a form: the last key submits it. */
export function Keypad({ erase, unlock, busy, onDigit, onErase }: KeypadProps) {
  const key = (digit: string) => (
    <button type="button" key={digit} onClick={() => onDigit(digit)}>
      {digit}
    </button>
  );
  return (
    <div class="keypad">
      {DIGITS.map(key)}
      <button type="button" aria-label={erase} onClick={onErase}>
        <Icon name="erase" />
      </button>
      {key("0")}
      <button type="submit" class="main" aria-disabled={busy}>
        {unlock}
      </button>
    </div>
  );
}
