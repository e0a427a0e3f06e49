/** What the server decided otherwise than the clinician saw when signing, and why; or that nothing is. */
import { having } from "../../domain/having";
import { type Decided, previewOfSigned, sincePreview, type Units } from "../../domain/since-preview";
import type { BillingResult, ServiceDayRow, SignatureRow } from "../../domain/types";
import { previewPolicy } from "../../domain/units";
import type { VisitRecord } from "../../domain/visit";
import { rows } from "../../state/vault";
import { billing as words } from "../../words/billing";

interface Props {
  record: VisitRecord;
  day: ServiceDayRow;
  result: BillingResult;
}

export function SincePreview({ record, day, result }: Props) {
  const { policy, episode } = record;
  const known = policy && previewPolicy(policy.extends, policy.overrides);
  const contents = signedBy(day, latest(record.visit.id));
  const preview = known && contents && previewOfSigned(contents, known, episode.discipline);
  if (!preview) return null;
  const changed = sincePreview(preview, result);
  if (changed.length === 0) return <p class="small second as-previewed">{words.asPreviewed}</p>;
  return (
    <section class="changed" aria-label={words.since}>
      <h3>{words.since}</h3>
      <ul class="told">
        {changed.map((one) => (
          <li key={one.code}>
            {words.decided(one.code, share(one.previewed), share(one.decided))} <Reason of={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Reason({ of }: { of: Decided }) {
  const minutes = of.minutes && words.minutesSince(of.minutes.signed, of.minutes.billed);
  return <span class="second">{[minutes, of.because].filter(Boolean).join(" ")}</span>;
}

function share(lines: readonly Units[]): string {
  if (lines.length === 0) return words.noLineThen;
  return lines.map((one) => words.share(one.units, one.modifiers.join(" "))).join(words.and);
}

/** What was signed of the day until this signature: that is what the preview was made of. */
function signedBy(day: ServiceDayRow, own: SignatureRow | undefined): string[] | null {
  if (!own) return null;
  return day.visit_ids.flatMap((id) => latest(id, own.signed_at)?.content ?? []);
}

function latest(visitId: string, until = "9999"): SignatureRow | undefined {
  return having(rows.value.signature, "visit_id", visitId)
    .filter((one) => one.signed_at <= until)
    .sort((a, b) => (a.signed_at < b.signed_at ? -1 : 1))
    .at(-1);
}
