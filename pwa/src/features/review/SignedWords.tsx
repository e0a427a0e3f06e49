/** The signed bytes, shown as they were signed: first the words for one moment, then the whole note. */
import { dateText, dayText } from "../../domain/time";
import { Icon } from "../../ui";
import { desk as words } from "../../words/desk";
import { signedFacts as facts } from "../../words/signed-facts";
import type { ReviewPageData } from "./api";
import { Difference } from "./Difference";
import type { Moment } from "./moments";
import { SignedFacts } from "./SignedFacts";
import { type SignedNote, sentencesFrom, signedNote } from "./signed";

const LETTERS: Readonly<Record<string, string>> = {
  subjective: "S",
  objective: "O",
  assessment: "A",
  plan: "P",
};

export function SignedWords({ data, moment }: { data: ReviewPageData; moment: Moment | null }) {
  return (
    <>
      {data.signatures.map((signature) => {
        const note = signedNote(signature.content);
        return (
          <section class="sheet panel" key={signature.id} aria-label={words.review.words}>
            <div class="head">
              <h3>{words.review.words}</h3>
              {signature.verified ? (
                <span class="small second">{words.review.verified}</span>
              ) : (
                <strong class="tag bad" role="alert">
                  {words.review.broken}
                </strong>
              )}
            </div>
            <p class="small second">
              {signature.name}, {signature.credentials} · {signature.meaning} ·{" "}
              {dateText(signature.signed_at.slice(0, 10))}
            </p>
            {!signature.matches && <Difference lines={signature.difference} className="notice minding" />}
            {note && moment && <ForMoment note={note} moment={moment} />}
            {note && <Whole note={note} chosen={moment?.from ?? []} />}
            <details class="signed-facts">
              <summary>{facts.title}</summary>
              <SignedFacts content={signature.content} heading="h4" />
            </details>
          </section>
        );
      })}
      {data.signatures.length > 0 && (
        <p>
          <a class="button" href={`/review/${data.visit.id}/print`}>
            <Icon name="print" />
            {facts.onPaper}
          </a>
        </p>
      )}
      {data.addenda.length > 0 && (
        <section class="sheet panel" aria-label={words.review.addenda}>
          <h3>{words.review.addenda}</h3>
          {data.addenda.map((one) => (
            <p key={one.id} class="spaced">
              <span class="small second">{dayText(one.at.slice(0, 10))}</span> {one.text}
            </p>
          ))}
        </section>
      )}
    </>
  );
}

function ForMoment({ note, moment }: { note: SignedNote; moment: Moment }) {
  const sentences = sentencesFrom(note, moment.from);
  return (
    <div class="forMoment" aria-live="polite">
      <h4>{words.review.wordsForMoment}</h4>
      <p>{sentences.length > 0 ? sentences.map((one) => one.text).join(" ") : words.review.noWords}</p>
    </div>
  );
}

function Whole({ note, chosen }: { note: SignedNote; chosen: readonly string[] }) {
  return (
    <div class="words">
      <h4 class="unseen">{words.review.wholeNote}</h4>
      {note.sections.map((section) => (
        <section key={section.section}>
          <h5 aria-label={section.section}>{LETTERS[section.section] ?? section.section}</h5>
          <p>
            {section.sentences.map((one) => (
              <span key={one.text}>
                <span class={one.from.some((id) => chosen.includes(id)) ? "said now" : "said"}>
                  {one.text}
                </span>
                {one.typed && <span class="kind edged">{words.review.typed}</span>}{" "}
              </span>
            ))}
          </p>
        </section>
      ))}
    </div>
  );
}
