/** A field for words, with phrases under it that a tap puts in or takes out again. */
import { Chip, Field } from "../../ui";
import { capture as c } from "../../words/capture";

interface PhrasesProps {
  label: string;
  value: string;
  phrases: readonly string[];
  copied?: boolean;
  most?: number;
  onChange: (value: string) => void;
}

/** The phrases stand there until somebody writes words of their own. */
export function Phrases({ label, value, phrases, copied = false, most = 500, onChange }: PhrasesProps) {
  return (
    <div class="phrases">
      <Field
        label={label}
        value={value}
        onInput={onChange}
        input={{ maxLength: most, class: copied ? "copied" : "" }}
      />
      {phrases.length > 0 && !isOwnWords(value, phrases) && (
        <fieldset class="chips small-chips" aria-label={c.phrases}>
          {phrases.map((phrase) => (
            <Chip
              key={phrase}
              chosen={holds(value, phrase)}
              onPress={() => onChange(toggledPhrase(value, phrase))}
            >
              {phrase}
            </Chip>
          ))}
        </fieldset>
      )}
    </div>
  );
}

function holds(value: string, phrase: string): boolean {
  return parts(value).some((one) => one.toLocaleLowerCase() === phrase.toLocaleLowerCase());
}

function isOwnWords(value: string, phrases: readonly string[]): boolean {
  return value.trim() !== "" && !phrases.some((phrase) => holds(value, phrase));
}

function parts(value: string): string[] {
  return value
    .split(";")
    .map((one) => one.trim())
    .filter(Boolean);
}

/** Put a phrase behind what is there, or take it out again; phrases are told apart by semicolons. */
export function toggledPhrase(value: string, phrase: string): string {
  const known = parts(value);
  const rest = known.filter((one) => one.toLocaleLowerCase() !== phrase.toLocaleLowerCase());
  return (rest.length < known.length ? rest : [...known, phrase]).join("; ");
}
