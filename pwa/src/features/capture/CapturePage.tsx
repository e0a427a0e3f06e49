/**
 * Capture of one intervention: technique, region, dose, purpose, response, progression.
 *
 * Every change is a draft at once, so nothing is lost by a lock, a call or a way back.
 * "Save intervention" stores what there is; the rest can follow from the row.
 */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { nameToday } from "../../domain/activity";
import type { VisitRecord } from "../../domain/visit";
import { birthDate, fullName } from "../../state/patients";
import { removeIntervention, saveCaptured } from "../../state/recording";
import { go } from "../../state/route";
import { openVault, rows, vault } from "../../state/vault";
import { recordOf } from "../../state/visits";
import { StorageFault } from "../../storage";
import { Notice, Wrong } from "../../ui";
import { words as w } from "../../words";
import { capture as c } from "../../words/capture";
import { Page } from "../shell/Page";
import { TopBar } from "../shell/TopBar";
import { RunningBar } from "../timing/RunningBar";
import { Precautions } from "../visit/Precautions";
import { impossibleFields, unusualFields } from "./checks";
import { DoseForm } from "./DoseForm";
import {
  againForm,
  asLastTime,
  captured,
  changed,
  emptyForm,
  type Form,
  formOf,
  formOfDraft,
  lastOf,
} from "./form";
import { PlanForm } from "./PlanForm";
import { ProgressionForm } from "./ProgressionForm";
import { Region } from "./Region";
import { ResponseForm } from "./ResponseForm";
import { Technique } from "./Technique";
import "./capture.css";

interface CapturePageProps {
  visitId: string;
  interventionId: string;
  query: URLSearchParams;
}

export default function CapturePage({ visitId, interventionId, query }: CapturePageProps) {
  const record = recordOf(visitId);
  const back = { href: `/visit/${visitId}`, label: w.capture.back };
  const known = interventionId && record?.interventions.find((one) => one.id === interventionId);
  if (!record || (interventionId && !known) || record.visit.status === "signed") {
    return (
      <Page title={w.visit.unknown} back={back}>
        <Notice>{record?.visit.status === "signed" ? w.capture.signed : w.visit.unknownUnder}</Notice>
      </Page>
    );
  }
  return <CaptureForm record={record} interventionId={interventionId || null} query={query} back={back} />;
}

const DRAFT_MS = 250;

interface CaptureFormProps {
  record: VisitRecord;
  interventionId: string | null;
  query: URLSearchParams;
  back: { href: string; label: string };
}

function CaptureForm({ record, interventionId, query, back }: CaptureFormProps) {
  const again = query.get("again");
  const draftKey = `capture:${record.visit.id}:${interventionId ?? (again ? `again:${again}` : "new")}`;
  const form = useSignal<Form>(startingForm(record, interventionId, query, draftKey));
  const wrong = useSignal<string | null>(null);
  const refusal = useSignal<Refusal | null>(null);
  const busy = useSignal(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const dirty = useRef(false);
  /** The rare figures that saving has asked for: the same ones are not asked for again. */
  const sure = useRef("");
  const last = lastOf(form.value, record);

  const change = (changes: Partial<Form>) => {
    form.value = changed(form.value, changes);
    refusal.value = null;
    dirty.current = true;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void keepDraft(), DRAFT_MS);
  };
  const changeResponse = (changes: Partial<Form["response"]>) =>
    change({ response: { ...form.value.response, ...changes } });

  async function keepDraft(): Promise<void> {
    clearTimeout(timer.current);
    if (!dirty.current || !vault.value) return;
    dirty.current = false;
    await guarded(() => openVault().saveDraft(draftKey, form.value));
  }
  async function guarded(act: () => Promise<void>): Promise<void> {
    try {
      await act();
      wrong.value = null;
    } catch (cause) {
      if (!(cause instanceof StorageFault)) throw cause;
      if (cause.kind !== "locked") wrong.value = w.notStored(w.storage[cause.kind]);
    }
  }
  async function save(): Promise<void> {
    if (busy.value) return;
    refusal.value = refused(form.value, sure.current);
    if (refusal.value) {
      sure.current = unusualFields(form.value).join();
      return;
    }
    busy.value = true;
    clearTimeout(timer.current);
    dirty.current = false;
    await guarded(async () => {
      await saveCaptured(captured(form.value, record, interventionId), draftKey);
      go(back.href, { instead: true });
    });
    busy.value = false;
  }
  async function remove(): Promise<void> {
    const known = record.interventions.find((one) => one.id === interventionId);
    if (!known) return;
    dirty.current = false;
    await guarded(async () => {
      await removeIntervention(known);
      await openVault().dropDraft(draftKey);
      go(back.href, { instead: true });
    });
  }
  useEffect(() => {
    const hide = () => document.hidden && void keepDraft();
    document.addEventListener("visibilitychange", hide);
    reveal(query.get("to"));
    return () => {
      document.removeEventListener("visibilitychange", hide);
      void keepDraft();
    };
  }, []);

  const { patient } = record;
  return (
    <div class="capture">
      <div class="over">
        <TopBar
          title={form.value.technique || w.visit.add}
          under={w.capture.whose(fullName(patient), birthDate(patient), form.value.code)}
          back={back}
        />
        <Precautions patient={patient} />
      </div>
      <main>
        <div class="groups">
          <Technique form={form.value} record={record} onChange={change} />
          <Region
            code={form.value.code}
            chosen={form.value.regions}
            copied={form.value.copied.includes("regions")}
            onChange={(regions) => change({ regions })}
          />
          <section class="sheet group g-dose" id="to-dose" aria-labelledby="h-dose">
            <div class="group-head">
              <h2 id="h-dose">{w.capture.dose}</h2>
            </div>
            <DoseForm
              form={form.value}
              last={last?.intervention.dose ?? null}
              onChange={change}
              onCopy={() => last && change(asLastTime(form.value, last.intervention))}
            />
          </section>
          <ResponseForm
            response={form.value.response}
            patient={patient}
            last={last?.intervention.dose ?? null}
            today={form.value.dose}
            onChange={changeResponse}
          />
          <section class="sheet group g-plan" aria-labelledby="h-plan">
            <div class="group-head">
              <h2 id="h-plan">{c.why}</h2>
            </div>
            <PlanForm form={form.value} record={record} onChange={change} />
          </section>
          <ProgressionForm
            response={form.value.response}
            last={last?.intervention.dose ?? null}
            today={form.value.dose}
            onChange={changeResponse}
          />
        </div>
      </main>
      <section class="save" aria-label={w.capture.saveRegion}>
        <p class="second side-note">{noteBeside(form.value)}</p>
        <Wrong asking={refusal.value?.asking ?? false}>{refusal.value?.says ?? wrong.value}</Wrong>
        {interventionId && (
          <button type="button" class="take-out" onClick={() => void remove()}>
            {w.capture.remove}
          </button>
        )}
        <button type="button" class="main" aria-disabled={busy.value} onClick={() => void save()}>
          {w.capture.save}
        </button>
      </section>
      <RunningBar visitLink={false} />
    </div>
  );
}

function startingForm(
  record: VisitRecord,
  interventionId: string | null,
  query: URLSearchParams,
  draftKey: string,
): Form {
  const empty = emptyForm(record, query.get("code"));
  const known = record.interventions.find((one) => one.id === interventionId);
  const again = rows.value.intervention.get(query.get("again") ?? "");
  const fresh = again ? againForm(empty, { ...again, technique: nameToday(rows.value, again) }) : empty;
  return formOfDraft(openVault().draft(draftKey), empty) ?? (known ? formOf(record, known) : fresh);
}

interface Refusal {
  says: string;
  /** It is odd but possible: saving once more takes it. */
  asking: boolean;
}

/** Why a form is not saved now, or null. Rare figures are asked for once; `asked` names those asked for. */
function refused(form: Form, asked: string): Refusal | null {
  if (!form.technique.trim()) return { says: w.capture.techniqueNeeded, asking: false };
  const impossible = impossibleFields(form);
  if (impossible.length > 0) return { says: c.mend(impossible), asking: false };
  const unusual = unusualFields(form);
  return unusual.length > 0 && unusual.join() !== asked ? { says: c.sure(unusual), asking: true } : null;
}

function noteBeside(form: Form): string {
  return form.copied.length > 0 ? w.capture.notConfirmed(form.copied.length) : w.capture.later;
}

/** Bring the field into view that "Before signing" named. */
function reveal(to: string | null): void {
  const part = to && document.querySelector(`#to-${to}, .g-map${to === "region" ? "" : "-none"}`);
  if (!part) return;
  part.scrollIntoView({ block: "center" });
  part.querySelector<HTMLElement>("button, input, textarea, [tabindex]")?.focus({ preventScroll: true });
}
