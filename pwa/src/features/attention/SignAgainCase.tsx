/** A signature that did not match what the server holds: what differs, and the way to read and sign again. */
import type { SectionName, VisitRow } from "../../domain/types";
import { sectionText } from "../../domain/visit";
import { recordOf } from "../../state/visits";
import { attention as words } from "../../words/attention";
import { Case } from "./Case";
import { Version } from "./Version";

export function SignAgainCase({ visit }: { visit: VisitRow }) {
  return (
    <Case
      id={`sign-${visit.id}`}
      icon="pen"
      title={words.returned.signTitle}
      visitId={visit.id}
      at={visit.started_at}
    >
      <div class="panel">
        <p>{words.returned.sign}</p>
        <SignedDifference visitId={visit.id} />
        <a class="button" href={`/visit/${visit.id}`}>
          {words.returned.open}
        </a>
      </div>
    </Case>
  );
}

/** What the last signature says otherwise than the record: sentences, and both texts of each section. */
export function SignedDifference({ visitId }: { visitId: string }) {
  const record = recordOf(visitId);
  const signature = record?.signatures.at(-1);
  if (!record || !signature) return null;
  const sections = signedSections(signature.content).filter(
    (one) => one.text !== sectionText(record, one.section),
  );
  return (
    <>
      <ul class="differences">
        {signature.difference.map((says) => (
          <li key={says}>{says}</li>
        ))}
      </ul>
      {sections.map(({ section, text }) => (
        <div class="cols" key={section}>
          <Version
            title={`${words.sections[section]}, ${words.signedWords}`}
            tablet={signature.name}
            at={signature.signed_at}
            text={text}
            other={sectionText(record, section)}
          />
          <Version
            title={`${words.sections[section]}, ${words.serverWords}`}
            tablet={null}
            at={record.sections.find((one) => one.section === section)?.at ?? ""}
            text={sectionText(record, section)}
            other={text}
          />
        </div>
      ))}
    </>
  );
}

interface Signed {
  section: SectionName;
  text: string;
}

/** The sections as they stand in the signed bytes; none when these are of a form that is not known here. */
function signedSections(content: string): Signed[] {
  try {
    const { facts } = JSON.parse(content) as { facts?: { sections?: Signed[] } };
    return facts?.sections ?? [];
  } catch {
    return []; // the sentences of the difference stand above all the same
  }
}
