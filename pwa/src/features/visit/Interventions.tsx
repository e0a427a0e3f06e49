/** What was done: last time in pencil on the left, today in ink on the right, in the same order of words. */
import { activityKey, isRetired, nameToday } from "../../domain/activity";
import { doseCircumstances, doseFigures } from "../../domain/dose";
import { dayText } from "../../domain/time";
import type { InterventionRow, Progression } from "../../domain/types";
import { doneLastTime, lastTime, responseTo, type VisitRecord } from "../../domain/visit";
import { withCredentials } from "../../state/patients";
import { go } from "../../state/route";
import { runningHere } from "../../state/timing";
import { me, rows } from "../../state/vault";
import { Icon, type IconName } from "../../ui";
import { words as w } from "../../words";

export function Interventions({ record }: { record: VisitRecord }) {
  const { id } = record.visit;
  const running = runningHere();
  const code = running?.visit_id === id ? `?code=${running.code}` : "";
  return (
    <section class="ivs" aria-labelledby="interventions">
      <div class="head">
        <h2 id="interventions">{w.visit.interventions}</h2>
        <button type="button" onClick={() => go(`/visit/${id}/add${code}`)}>
          <Icon name="plus" />
          {w.visit.add}
        </button>
      </div>
      {record.interventions.length === 0 ? (
        <p class="sheet panel second">{w.visit.noInterventions}</p>
      ) : (
        <ul class="sheet">
          {record.interventions.map((one) => (
            <Item key={one.id} intervention={one} record={record} />
          ))}
        </ul>
      )}
      <LastTime record={record} />
    </section>
  );
}

/** What was done last time and not yet today, in pencil: a tap begins it with last time's dose. */
function LastTime({ record }: { record: VisitRecord }) {
  const done = new Set(record.interventions.map((one) => `${one.code} ${activityKey(one)}`));
  const open = doneLastTime(rows.value, record.visit)
    .filter((one) => one.technique && !done.has(`${one.code} ${activityKey(one)}`))
    .filter((one) => !isRetired(rows.value, one))
    .map((one) => ({ ...one, technique: nameToday(rows.value, one) }));
  if (open.length === 0) return null;
  return (
    <div class="last-time">
      <p class="small second" aria-hidden="true">
        {w.visit.lastTime}
      </p>
      <fieldset class="chips" aria-label={w.visit.lastTime}>
        {open.map(({ id, code, technique }) => (
          <button
            key={id}
            type="button"
            class={`chip copied c${code}`}
            aria-label={w.visit.again(technique)}
            onClick={() => go(`/visit/${record.visit.id}/add?again=${id}`)}
          >
            <span class="swatch" /> {technique}
          </button>
        ))}
      </fieldset>
    </div>
  );
}

function Item({ intervention, record }: { intervention: InterventionRow; record: VisitRecord }) {
  const { id, code, technique, regions } = intervention;
  const last = lastTime(rows.value, record.visit, intervention);
  const href = `/visit/${record.visit.id}/intervention/${id}`;
  return (
    <li class={`iv c${code}`}>
      <div class="top">
        <h3>
          <a href={href}>{technique || w.visit.unnamed(code)}</a>
        </h3>
        <span class="small second">{regions.map(w.region).join(", ")}</span>
      </div>
      <dl class="dose">
        {last && (
          <DoseSide className="last" title={dayText(last.visit.date_of_service)} of={last.intervention} />
        )}
        <DoseSide className="today" title={w.visit.today} of={intervention} />
      </dl>
      <Foot intervention={intervention} record={record} href={href} />
    </li>
  );
}

function DoseSide({ className, title, of }: { className: string; title: string; of: InterventionRow }) {
  const figures = doseFigures(of.dose);
  const circumstances = doseCircumstances(of.dose);
  return (
    <div class={className}>
      <dt>{title}</dt>
      <dd>
        {figures && <b>{figures}</b>}
        {figures && circumstances && <br />}
        {circumstances || (figures ? "" : of.intensity || w.visit.noDose)}
      </dd>
    </div>
  );
}

const ARROWS: Readonly<Record<Progression, [IconName, string]>> = {
  progressed: ["up", "good"],
  maintained: ["same", "soft"],
  regressed: ["fall", "soft"],
};

function Foot({
  intervention,
  record,
  href,
}: {
  intervention: InterventionRow;
  record: VisitRecord;
  href: string;
}) {
  const response = responseTo(record, intervention.id);
  const author = rows.value.clinician.get(intervention.by);
  const by = author && author.id !== me.value.clinician_id ? w.visit.by(withCredentials(author)) : null;
  const told = [
    response?.tolerance && w.tolerance[response.tolerance],
    response?.quality && w.quality[response.quality].toLowerCase(),
    by,
  ].filter(Boolean);
  const [icon, tone] = response?.progression ? ARROWS[response.progression] : ["same" as const, ""];
  return (
    <div class="foot">
      {response?.progression && (
        <span class={`tag ${tone}`}>
          <Icon name={icon} /> {w.progression[response.progression]}
        </span>
      )}
      {response?.adverse && (
        <span class="tag bad">
          <Icon name="mind" /> {w.visit.adverse}
        </span>
      )}
      {told.length > 0 && <span class="second">{told.join(" · ")}</span>}
      {!response?.tolerance && !response?.quality && !response?.text && (
        <a class="ask" href={`${href}?to=response`}>
          {w.visit.response}
        </a>
      )}
    </div>
  );
}
