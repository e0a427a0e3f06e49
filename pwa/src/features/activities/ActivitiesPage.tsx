/** The clinic's own activities: what tablets offer beside the library that ships; administrators keep the list. */
import { useSignal } from "@preact/signals";
import { codeLabel } from "../../domain/codes";
import { at, dateText, dayIn } from "../../domain/time";
import { go } from "../../state/route";
import { ApiFault, call } from "../../sync";
import { Icon } from "../../ui";
import { words as w } from "../../words";
import { activities as words } from "../../words/activities";
import { GROUPS } from "../capture/activities";
import { Refused } from "../review/Refused";
import { useAnswer } from "../shell/answer";
import { DeskPage, type DeskProps, Waiting } from "../shell/DeskPage";
import { ActivityForm } from "./ActivityForm";
import type { Own } from "./activity";
import "../policies/policies.css";
import "./activities.css";

/** `id` is the activity that is open; none shows the list alone. */
export default function ActivitiesPage({ id, ...frame }: DeskProps & { id: string | null }) {
  const answer = useAnswer<{ activities: Own[] }>("/api/activities");
  const form = useSignal<Own | "new" | null>(null);
  const all = answer.value.value?.activities ?? [];
  const open = all.find((one) => one.id === id) ?? null;
  const kept = (own: Own) => {
    form.value = null;
    go(`/activities/${own.id}`);
    void answer.load();
  };
  return (
    <DeskPage
      {...frame}
      title={words.title}
      open={id}
      back={{ href: "/activities", label: words.all }}
      list={<List all={all} open={id} />}
    >
      <p class="second lead">{words.of}</p>
      <Waiting answer={answer} />
      {answer.value.value && !open && <p class="empty">{all.length === 0 ? words.empty : words.choose}</p>}
      {open && (
        <Sheet
          key={open.id}
          own={open}
          zone={frame.zone}
          onChange={() => (form.value = open)}
          onSettled={() => void answer.load()}
        />
      )}
      <div class="row">
        <button type="button" class="main" onClick={() => (form.value = "new")}>
          <Icon name="plus" />
          {words.add}
        </button>
      </div>
      {form.value !== null && (
        <ActivityForm
          own={form.value === "new" ? null : form.value}
          onClose={() => {
            form.value = null;
            void answer.load(); // what was changed elsewhere meanwhile: a form opened next begins from it
          }}
          onKept={kept}
        />
      )}
    </DeskPage>
  );
}

function List({ all, open }: { all: readonly Own[]; open: string | null }) {
  return (
    <ul class="queue">
      {all.map((one) => (
        <li key={one.id}>
          <a href={`/activities/${one.id}`} aria-current={one.id === open ? "page" : undefined}>
            <b class="firm">{one.name}</b>
            {one.retired_at ? <span class="tag soft">{words.retired}</span> : <span />}
            <span class="small second">
              {groupLabel(one.group)} · {one.codes.join(", ")}
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function groupLabel(id: string): string {
  return GROUPS.find((one) => one.id === id)?.label ?? id;
}

interface SheetProps {
  own: Own;
  zone: string;
  onChange: () => void;
  onSettled: () => void;
}

function Sheet({ own, zone, onChange, onSettled }: SheetProps) {
  const fault = useSignal<ApiFault | null>(null);
  const day = (instant: string) => dateText(dayIn(zone, at(instant)));
  async function settle(way: "retire" | "take-back") {
    try {
      await call("POST", `/api/activities/${own.id}/${way}`, {});
      fault.value = null;
      onSettled();
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      fault.value = cause;
    }
  }
  const isChanged = own.changed_at !== own.created_at && own.retired_at === null;
  const dates = [words.added(day(own.created_at)), isChanged && words.changed(day(own.changed_at))];
  return (
    <section class="sheet panel version" aria-label={own.name}>
      <div class="head">
        <div>
          <h2>{own.name}</h2>
          <p class="small second">{dates.filter(Boolean).join(", ")}</p>
        </div>
        {own.retired_at ? (
          <span class="tag soft">
            {words.retired} {words.since(day(own.retired_at))}
          </span>
        ) : (
          <span class="tag good">{words.offered}</span>
        )}
      </div>
      <dl class="facts">
        <dt>{words.group}</dt>
        <dd>{groupLabel(own.group)}</dd>
        <dt>{words.codes}</dt>
        <dd>{own.codes.map((code) => `${code} ${codeLabel(code)}`).join(", ")}</dd>
        <dt>{words.fields}</dt>
        <dd>{own.fields.map((field) => w.dose.field[field]).join(", ")}</dd>
      </dl>
      {fault.value && <Refused problem={fault.value} again={onSettled} />}
      <div class="row settle">
        {own.retired_at === null ? (
          <>
            <button type="button" onClick={onChange}>
              {words.change}
            </button>
            <button type="button" onClick={() => void settle("retire")}>
              {words.retire}
            </button>
          </>
        ) : (
          <button type="button" onClick={() => void settle("take-back")}>
            {words.takeBack}
          </button>
        )}
      </div>
      {own.retired_at === null && <p class="small second">{words.retiring}</p>}
    </section>
  );
}
