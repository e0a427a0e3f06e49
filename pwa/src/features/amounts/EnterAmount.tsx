/** What a patient has used of an amount by all providers, through a date, and who says so. */
import { useSignal } from "@preact/signals";
import { centsOf } from "../../domain/money";
import { ApiFault, call } from "../../sync";
import { Dialog, Field, Wrong } from "../../ui";
import { words as w } from "../../words";
import { payers } from "../../words/payers";
import { told } from "../review/Refused";
import { isOfAField, saidOf } from "../shell/answer";
import type { Year } from "./amount";

const words = payers.amounts;
const FIELDS = ["used_cents", "as_of", "source"];

interface Props {
  patientId: string;
  year: number;
  bucket: string;
  onClose: () => void;
  onKept: (year: Year) => void;
}

export function EnterAmount({ patientId, year, bucket, onClose, onKept }: Props) {
  const used = useSignal("");
  const asOf = useSignal("");
  const source = useSignal("");
  const wrong = useSignal<Record<string, string | null>>({});
  const fault = useSignal<ApiFault | null>(null);
  async function keep() {
    const used_cents = centsOf(used.value);
    wrong.value = {
      used_cents: used_cents === null ? words.centsWrong : null,
      as_of: asOf.value ? null : words.dateWrong,
      source: source.value.trim() ? null : words.sourceWrong,
    };
    if (Object.values(wrong.value).some(Boolean)) return;
    const body = { year, bucket, used_cents, as_of: asOf.value, source: source.value.trim() };
    try {
      onKept(await call<Year>("POST", `/api/thresholds/${patientId}`, body));
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      fault.value = cause;
    }
  }
  const saidAt = (field: string) => wrong.value[field] ?? saidOf(fault.value, field);
  const { title, help } = told(fault.value);
  return (
    <Dialog
      narrow
      title={words.enterFor(words.buckets[bucket] ?? bucket)}
      under={`${year}. ${words.stays}`}
      close={w.cancel}
      onClose={onClose}
      foot={
        <div class="grow">
          {fault.value && !isOfAField(fault.value, FIELDS) && <Wrong>{`${title}. ${help}`}</Wrong>}
          <button type="button" class="main wide" onClick={() => void keep()}>
            {words.save}
          </button>
        </div>
      }
    >
      <div class="stack">
        <Field
          label={words.cents}
          value={used.value}
          wrong={saidAt("used_cents")}
          input={{ inputMode: "decimal", autocomplete: "off" }}
          onInput={(text) => (used.value = text)}
        />
        <Field
          label={words.date}
          beside={words.dateHelp}
          value={asOf.value}
          wrong={saidAt("as_of")}
          input={{ type: "date", min: `${year - 1}-12-31`, max: `${year}-12-31` }}
          onInput={(text) => (asOf.value = text)}
        />
        <Field
          label={words.from}
          beside={words.fromHelp}
          value={source.value}
          wrong={saidAt("source")}
          input={{ maxLength: 200 }}
          onInput={(text) => (source.value = text)}
        />
      </div>
    </Dialog>
  );
}
