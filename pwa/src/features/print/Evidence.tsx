/** On paper: when each code was treated and by whom, who signed, what was attested, and other care of the day. */
import { words as w } from "../../words";
import { paper as words } from "../../words/paper";
import { attestedText } from "../service-days/said";
import type { Printed, PrintedVisit } from "./paper";

interface Props {
  printed: Printed;
  moment: (instant: string) => string;
}

export function Evidence({ printed, moment }: Props) {
  const { visits, attestations, procedures } = printed;
  return (
    <>
      <section>
        <h2>{words.time}</h2>
        {visits.map((visit) => (
          <Visit key={visit.id} visit={visit} moment={moment} />
        ))}
      </section>
      {(attestations.length > 0 || procedures.length > 0) && (
        <section>
          <h2>{words.told}</h2>
          <ul>
            {attestations.map((one) => (
              <li key={`${one.at}:${one.column1}:${one.column2}`}>
                {words.attested(one.by_name, moment(one.at))} {attestedText(one)}
              </li>
            ))}
            {procedures.map((one) => (
              <li key={one.id}>
                {[`${one.code}: ${one.regions.map(w.region).join(", ")}`, one.note]
                  .filter(Boolean)
                  .join(". ")}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Visit({ visit, moment }: { visit: PrintedVisit; moment: (instant: string) => string }) {
  const signed =
    visit.signed_by && visit.signed_at
      ? words.signed(visit.signed_by, moment(visit.signed_at))
      : words.unsigned;
  const timed = visit.segments.map((one) =>
    [
      `${one.code} ${one.from}–${one.until ?? ""}`,
      `${words.by[one.by] ?? one.by}, ${one.clinician_name}`,
      words.provenance[one.provenance],
    ]
      .filter(Boolean)
      .join(", "),
  );
  const untimed = visit.untimed.map((one) =>
    [
      `${one.code} ${words.untimed(one.minutes)}`,
      `${words.by[one.by] ?? one.by}, ${one.clinician_name}`,
    ].join(", "),
  );
  return (
    <p>
      <b>{words.visit(visit.time)}</b> ({signed}): {[...timed, ...untimed].join("; ")}.
    </p>
  );
}
