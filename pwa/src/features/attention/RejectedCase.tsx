/** Something the server could not take: its reason, all its words, and what can be done with them. */
import { useSignal } from "@preact/signals";
import { uuid7 } from "../../domain/ids";
import { localInstant } from "../../domain/time";
import { addAddendum } from "../../state/recording";
import { rows, vault } from "../../state/vault";
import type { Conflict, Quarantined, Rejected } from "../../storage";
import { attention as words } from "../../words/attention";
import { PatientLine } from "./PatientLine";

/** Fields that say how a time was taken: of no use to a reader here. */
const TECHNICAL = new Set([
  "zone",
  "offset_minutes",
  "page_run_id",
  "monotonic_ms",
  "base_hash",
  "sha256",
  "content",
]);

export function RejectedCase({ one, because }: { one: Quarantined; because: Rejected | Conflict }) {
  const { mutation } = one;
  const asked = useSignal(false);
  const copied = useSignal(false);
  const visitId = visitOf(one);
  const reason = because.verdict === "rejected" ? [because.title, because.detail] : [];
  const settle = () => void vault.value?.write([], { settles: [one.n] });
  const again = () => {
    const now = Date.now();
    const { kind, entity, base_version, data } = mutation;
    const fresh = {
      id: uuid7(now),
      kind,
      entity,
      base_version,
      depends_on: [],
      made_at: localInstant(now),
      data,
    };
    void vault.value?.write([fresh], { settles: [one.n] });
  };
  const copy = async () => {
    await navigator.clipboard.writeText(lines(one).join("\n"));
    copied.value = true;
  };
  return (
    <section class="sheet case" aria-labelledby={`case-${one.n}`}>
      <div class="top">
        <div class="grow">
          <h2 id={`case-${one.n}`}>{words.rejected.title(words.kinds[mutation.kind])}</h2>
          <PatientLine visitId={visitId} at={mutation.made_at} />
          <p class="small second">{words.rejected.kept}</p>
        </div>
      </div>
      <div class="panel">
        <p class="red firm">{reason.filter(Boolean).join(". ")}</p>
        <ul class="recorded">
          {lines(one).map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      {asked.value ? (
        <div class="foot" role="alert">
          <p class="grow">{words.rejected.withdrawHelp}</p>
          <button
            type="button"
            onClick={() => {
              asked.value = false;
            }}
          >
            {words.rejected.keep}
          </button>
          <button type="button" class="red" onClick={settle}>
            {words.rejected.confirm}
          </button>
        </div>
      ) : (
        <div class="foot">
          <button
            type="button"
            onClick={() => {
              asked.value = true;
            }}
          >
            {words.rejected.withdraw}
          </button>
          <button type="button" onClick={() => void copy()}>
            {copied.value ? words.rejected.copied : words.rejected.copy}
          </button>
          {isSigned(visitId) && mutation.kind !== "visit.sign" ? (
            <button
              type="button"
              onClick={() =>
                void addAddendum(visitId, "late-entry", lines(one).join("\n"), { settles: [one.n] })
              }
            >
              {words.rejected.addendum}
            </button>
          ) : (
            <button type="button" onClick={again}>
              {words.rejected.again}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

function isSigned(visitId: string): boolean {
  return rows.value.visit.get(visitId)?.signed_at != null;
}

function visitOf({ mutation }: Quarantined): string {
  const { visit_id, intervention_id } = mutation.data;
  if (typeof visit_id === "string") return visit_id;
  const intervention = rows.value.intervention.get(String(intervention_id ?? ""));
  return intervention?.visit_id ?? rows.value.segment.get(mutation.entity)?.visit_id ?? mutation.entity;
}

/** The recorded fields as lines that a person can read and copy. Ids are left out. */
function lines({ mutation }: Quarantined): string[] {
  return Object.entries(mutation.data)
    .filter(
      ([name, value]) => !TECHNICAL.has(name) && !name.endsWith("_id") && value !== null && value !== "",
    )
    .map(([name, value]) => `${name.replaceAll("_", " ")}: ${readable(value)}`);
}

function readable(value: unknown): string {
  if (Array.isArray(value)) return value.map(readable).join(", ");
  if (typeof value === "object" && value !== null)
    return Object.entries(value)
      .map(([name, one]) => `${name.replaceAll("_", " ")} ${readable(one)}`)
      .join(", ");
  return String(value);
}
