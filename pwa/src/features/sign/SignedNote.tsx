/** The signed words: rendered from the bytes that were signed, never from today's rows. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { sha256 } from "../../domain/canonical";
import type { NoteSection } from "../../domain/narrative";
import type { SignatureRow } from "../../domain/types";
import type { VisitRecord } from "../../domain/visit";
import { when } from "../../state/patients";
import { Icon } from "../../ui";
import { words as w } from "../../words";
import { Note } from "./SignDialog";
import "./sign.css";

interface Signed {
  note: { title: string; patient_line: string; sections: NoteSection[] };
}

export function SignedNote({ record }: { record: VisitRecord }) {
  const signature = record.signatures.at(-1);
  if (!signature) return null;
  return (
    <section class="sheet" aria-label={w.sign.noteTitle}>
      <div class="head signed-head">
        <h2>{w.sign.noteTitle}</h2>
        <Checked signature={signature} />
      </div>
      <Note sections={(JSON.parse(signature.content) as Signed).note.sections} />
      <p class="small second signed-by">
        {w.sign.by(signature.name, signature.credentials, when(signature.signed_at))}
      </p>
    </section>
  );
}

/** Whether the words shown are the bytes that were signed. */
function Checked({ signature }: { signature: SignatureRow }) {
  const matches = useSignal<boolean | null>(null);
  useEffect(() => {
    void sha256(signature.content).then((hash) => {
      matches.value = hash === signature.sha256;
    });
  }, [signature.content, signature.sha256]);
  if (matches.value === null) return null;
  return matches.value ? (
    <span class="tag soft">
      <Icon name="check" /> {w.sign.exact}
    </span>
  ) : (
    <span class="tag bad">
      <Icon name="mind" /> {w.sign.notExact}
    </span>
  );
}
