/** A signed note as a sheet of paper: the words and facts of the bytes that were signed, and what was added since. */
import { at, clockTime, dateText, dayIn, visitZone } from "../../domain/time";
import type { SectionName, SignatureRow } from "../../domain/types";
import { words as w } from "../../words";
import { desk } from "../../words/desk";
import { signedFacts as words } from "../../words/signed-facts";
import type { ReviewPageData } from "../review/api";
import { Difference } from "../review/Difference";
import { SignedFacts } from "../review/SignedFacts";
import { signedNote } from "../review/signed";
import { useAnswer } from "../shell/answer";
import { PaperPage, Sheet } from "./PaperPage";

export default function NotePage({ visitId, zone }: { visitId: string; zone: string }) {
  const answer = useAnswer<ReviewPageData>(`/api/reviews/${visitId}`);
  return (
    <PaperPage title={words.note} back={{ href: `/review/${visitId}`, label: words.back }} answer={answer}>
      {(data) => <Note data={data} zone={visitZone(data.visit, zone)} />}
    </PaperPage>
  );
}

function Note({ data, zone }: { data: ReviewPageData; zone: string }) {
  const moment = (instant: string) =>
    `${dateText(dayIn(zone, at(instant)))}, ${clockTime(zone, at(instant))}`;
  const of = words.status[data.visit.status];
  return (
    <Sheet className="note" label={words.note} printed={moment(new Date().toISOString())}>
      {of && (
        <p class="differs">
          <strong>{[of, data.visit.void_reason].filter(Boolean).join(" ")}</strong>
        </p>
      )}
      {data.signatures.map((one) => (
        <Signed key={one.id} signature={one} moment={moment} />
      ))}
      {data.addenda.length > 0 && (
        <section>
          <h2>{desk.review.addenda}</h2>
          {data.addenda.map((one) => (
            <p key={one.id}>
              {moment(one.at)}: {one.text}
            </p>
          ))}
        </section>
      )}
    </Sheet>
  );
}

interface SignedProps {
  signature: SignatureRow & { verified: boolean };
  moment: (instant: string) => string;
}

function Signed({ signature, moment }: SignedProps) {
  const note = signedNote(signature.content);
  const who = `${signature.name}, ${signature.credentials}`;
  return (
    <section>
      <div class="of-whom">
        <h1>{note?.title ?? words.note}</h1>
        <p>{note?.patient_line}</p>
      </div>
      {!signature.matches && <Difference lines={signature.difference} className="differs" />}
      {note?.sections.map((one) => (
        <p key={one.section}>
          <b>{w.sections[one.section as SectionName]}.</b> {one.sentences.map(({ text }) => text).join(" ")}
        </p>
      ))}
      <h2 class="facts-head">{words.title}</h2>
      <SignedFacts content={signature.content} heading="h3" />
      <p class="by-whom">
        {words.signed(who, signature.meaning, moment(signature.signed_at))}
        <br />
        {signature.verified ? words.hash(signature.sha256) : <strong>{desk.review.broken}</strong>}
      </p>
    </section>
  );
}
