/** Technique: the common ones as chips, all of them in a list that is searched, and one's own words. */
import { useSignal } from "@preact/signals";
import { isRetired, ownActivity } from "../../domain/activity";
import { TIMED, untimedCodes } from "../../domain/codes";
import type { VisitRecord } from "../../domain/visit";
import { me, rows } from "../../state/vault";
import { Chip, Dialog, Field, Icon } from "../../ui";
import { words as w } from "../../words";
import { capture as c } from "../../words/capture";
import { countOf, type Group, LISTED_CODE, library, type Offer, offered, search } from "./activities";
import type { Form } from "./form";

interface TechniqueProps {
  form: Form;
  record: VisitRecord;
  onChange: (changed: Partial<Form>) => void;
}

export function Technique({ form, record, onChange }: TechniqueProps) {
  const all = useSignal(false);
  const offers = offered(rows.value, form.code, record.episode.id, me.value.clinician_id);
  const shown = withChosen(offers, form);
  const groups = library(rows.value, form.code);
  const choose = (offer: Offer) => {
    const again = offer.technique === form.technique;
    onChange({ activityId: again ? null : offer.activityId, technique: again ? "" : offer.technique });
    all.value = false;
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend would take the button beside it into the name
    <section class="sheet group g-tech" role="group" aria-labelledby="h-technique">
      <div class="group-head">
        <h2 id="h-technique">{w.capture.technique}</h2>
        {groups.length > 0 && (
          <button type="button" class="plain" onClick={() => (all.value = true)}>
            <Icon name="search" />
            {w.capture.all(countOf(groups))}
          </button>
        )}
      </div>
      <div class="chips">
        {shown.map((offer) => (
          <Chip
            key={offer.technique}
            checked
            chosen={offer.technique === form.technique}
            onPress={() => choose(offer)}
          >
            {offer.technique}
            {ownActivity(rows.value, { activity_id: offer.activityId }) && <ClinicsOwn />}
          </Chip>
        ))}
      </div>
      {isRetired(rows.value, { activity_id: form.activityId }) && <p class="small second">{c.retired}</p>}
      {form.code !== LISTED_CODE && (
        <Field
          label={w.capture.ownWords}
          value={form.technique}
          onInput={(technique) => onChange({ technique, activityId: null })}
        />
      )}
      <Under form={form} record={record} onChange={onChange} />
      {all.value && (
        <AllTechniques groups={groups} form={form} onChoose={choose} onClose={() => (all.value = false)} />
      )}
    </section>
  );
}

function withChosen(offers: readonly Offer[], form: Form): Offer[] {
  const known = !form.technique || offers.some((one) => one.technique === form.technique);
  if (known || form.code !== LISTED_CODE) return [...offers];
  return [{ activityId: form.activityId, technique: form.technique }, ...offers];
}

/** Under which code it is recorded: the running one, unless somebody says otherwise. */
function Under({ form, record, onChange }: TechniqueProps) {
  const open = useSignal(false);
  const recorded = new Set(record.untimed.map((one) => one.code));
  const codes = [
    ...TIMED,
    ...untimedCodes(record.episode.discipline).filter((one) => recorded.has(one.code)),
  ];
  if (!open.value) {
    return (
      <p class="under-code">
        <span class={`swatch c${form.code}`} /> {w.capture.under(form.code)}
        <button type="button" class="plain" onClick={() => (open.value = true)}>
          {w.capture.otherCode}
        </button>
      </p>
    );
  }
  return (
    <fieldset class="chips" aria-label={w.capture.code}>
      {codes.map(({ code }) => (
        <Chip
          key={code}
          chosen={code === form.code}
          onPress={() => {
            onChange({ code });
            open.value = false;
          }}
        >
          <span class={`swatch c${code}`} /> {code}
        </Chip>
      ))}
    </fieldset>
  );
}

/** Marks what is the organization's own beside what ships. */
function ClinicsOwn() {
  return <span class="kind edged">{c.clinicsOwn}</span>;
}

interface AllProps {
  groups: readonly Group[];
  form: Form;
  onChoose: (offer: Offer) => void;
  onClose: () => void;
}

function AllTechniques({ groups, form, onChoose, onClose }: AllProps) {
  const sought = useSignal("");
  const typed = sought.value.trim();
  return (
    <Dialog title={w.capture.technique} close={w.close} onClose={onClose}>
      <div class="stack">
        <Field label={w.capture.search} value={sought.value} onInput={(text) => (sought.value = text)} />
        {typed && (
          <button type="button" onClick={() => onChoose({ activityId: null, technique: typed })}>
            <Icon name="plus" />
            {w.capture.useTyped(typed)}
          </button>
        )}
        {search(groups, sought.value).map((group) => (
          <fieldset key={group.id} class="stack" aria-label={group.label}>
            <h3>{group.label}</h3>
            <div class="chips">
              {group.activities.map(({ id, label, own }) => (
                <Chip
                  key={id}
                  checked
                  chosen={label === form.technique}
                  onPress={() => onChoose({ activityId: id, technique: label })}
                >
                  {label}
                  {own && <ClinicsOwn />}
                </Chip>
              ))}
            </div>
          </fieldset>
        ))}
      </div>
    </Dialog>
  );
}
