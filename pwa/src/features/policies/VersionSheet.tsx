/** One version of a policy in plain words, with what differs from how its base ships. */
import { dateText } from "../../domain/time";
import { payers } from "../../words/payers";
import { CHOICES, type Version } from "./policy";

const words = payers.policies;

export function VersionSheet({ version }: { version: Version }) {
  const { effective_from, effective_until, overrides, terms } = version;
  const dates =
    effective_until === null
      ? words.from(dateText(effective_from))
      : words.fromUntil(dateText(effective_from), dateText(effective_until));
  return (
    <section class={`sheet panel version ${version.in_force ? "" : "quiet"}`} aria-label={dates}>
      <div class="head">
        <div>
          <h2>{version.label}</h2>
          <p class="small second">
            {dates} ·{" "}
            {Object.keys(overrides).length === 0 && version.name === version.extends
              ? words.shipped
              : words.extends(words.bases[version.extends] ?? version.extends)}
          </p>
        </div>
        <State version={version} />
      </div>
      <dl class="facts">
        {Object.keys(CHOICES).map((term) => (
          <Term key={term} term={term} value={terms[term]} differs={term in overrides} />
        ))}
        <dt>{words.order}</dt>
        <dd>
          {terms.modifier_order.map((slot) => words.slots[slot] ?? slot).join(", ")}{" "}
          {"modifier_order" in overrides && <Differs />}
        </dd>
        <dt>{words.required}</dt>
        <dd>
          {version.required_elements.map((one) => words.elements[one] ?? one).join(", ") ||
            words.noneRequired}
        </dd>
        <dt>{words.citation}</dt>
        <dd>{version.citation}</dd>
      </dl>
    </section>
  );
}

function Term({ term, value, differs }: { term: string; value: unknown; differs: boolean }) {
  const told = words.terms[term];
  return (
    <>
      <dt>{told?.label ?? term}</dt>
      <dd>
        {told?.[String(value)] ?? String(value)} {differs && <Differs />}
      </dd>
    </>
  );
}

/** Marks what this policy has otherwise than the one it begins as. */
function Differs() {
  return <span class="kind edged differs">{words.differs}</span>;
}

function State({ version }: { version: Version }) {
  if (version.in_force) return <span class="tag good">{words.inForce}</span>;
  const ended = version.effective_until !== null && version.effective_until < today();
  return <span class="tag soft">{ended ? words.past : words.future}</span>;
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
