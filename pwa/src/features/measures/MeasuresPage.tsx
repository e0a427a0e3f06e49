/**
 * Measures of a visit: a score, or trials by a stopwatch, with what they tell against the first one.
 *
 * Every tap is a draft at once; the clock of the treatment stays in sight.
 */
import { useSignal } from "@preact/signals";
import { MEASURES, type Measure, measureOf } from "../../domain/measures";
import type { VisitRecord } from "../../domain/visit";
import { birthDate, fullName } from "../../state/patients";
import { recordOf } from "../../state/visits";
import { Chip, Notice } from "../../ui";
import { words as w } from "../../words";
import { measures as m } from "../../words/measures";
import { Page } from "../shell/Page";
import { TopBar } from "../shell/TopBar";
import { RunningBar } from "../timing/RunningBar";
import { Precautions } from "../visit/Precautions";
import { MeasureForm } from "./MeasureForm";
import "./measures.css";

interface MeasuresPageProps {
  visitId: string;
  query: URLSearchParams;
}

export default function MeasuresPage({ visitId, query }: MeasuresPageProps) {
  const record = recordOf(visitId);
  const back = { href: `/visit/${visitId}`, label: m.back };
  if (!record || record.visit.status === "signed") {
    return (
      <Page title={record ? m.title : w.visit.unknown} back={back}>
        <Notice>{record ? m.signed : w.visit.unknownUnder}</Notice>
      </Page>
    );
  }
  return <Measures record={record} rowId={query.get("row")} />;
}

function Measures({ record, rowId }: { record: VisitRecord; rowId: string | null }) {
  const known = record.measures.find((one) => one.id === rowId) ?? null;
  const chosen = useSignal<Measure | null>(known && measureOf(known.measure));
  const { patient } = record;
  return (
    <div class="measures">
      <div class="over">
        <TopBar
          title={m.title}
          under={`${fullName(patient)} · ${w.born(birthDate(patient))}`}
          back={{ href: `/visit/${record.visit.id}`, label: m.back }}
        />
        <Precautions patient={patient} />
      </div>
      <main>
        <fieldset class="chips which" aria-label={m.list}>
          {sorted(record).map((one) => (
            <Chip
              key={one.id}
              checked
              chosen={chosen.value?.id === one.id}
              onPress={() => (chosen.value = one)}
            >
              {one.short}
            </Chip>
          ))}
        </fieldset>
        {chosen.value ? (
          <MeasureForm
            key={chosen.value.id}
            measure={chosen.value}
            record={record}
            known={known?.measure === chosen.value.id ? known : null}
          />
        ) : (
          <p class="sheet panel second">{m.none}</p>
        )}
      </main>
      <RunningBar visitLink={false} />
    </div>
  );
}

/** Those of this episode first, in the order of the catalogue. */
function sorted(record: VisitRecord): Measure[] {
  const used = new Set(record.history.map((one) => one.row.measure));
  return [...MEASURES.filter((one) => used.has(one.id)), ...MEASURES.filter((one) => !used.has(one.id))];
}
