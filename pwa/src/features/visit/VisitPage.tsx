/** A visit: whose it is, what to mind, the time, what was done, what is missing, and the dock. */
import { codeLabel } from "../../domain/codes";
import { narrative } from "../../domain/narrative";
import type { VisitRecord } from "../../domain/visit";
import { birthDate, fullName, timeOf } from "../../state/patients";
import { signedOnlyHere } from "../../state/signing";
import { stoppedElsewhere } from "../../state/timing";
import { recordOf, rowsWith, visitNumber } from "../../state/visits";
import { Icon, Notice } from "../../ui";
import { words as w } from "../../words";
import { BeforeSigning } from "../before-signing/BeforeSigning";
import { VisitBilling } from "../before-signing/VisitBilling";
import { OtherCare } from "../care/OtherCare";
import { EarlierVersions } from "../history/EarlierVersions";
import { VisitMeasures } from "../measures/VisitMeasures";
import { StartAnew } from "../move/StartAnew";
import { Trail } from "../move/Trail";
import { WrongPatient } from "../move/WrongPatient";
import { PlanFacts } from "../progress/PlanFacts";
import { Page } from "../shell/Page";
import { TopBar } from "../shell/TopBar";
import { Addenda } from "../sign/Addenda";
import { Note } from "../sign/SignDialog";
import { SignedNote } from "../sign/SignedNote";
import { SignInAgain } from "../sign-in/SignInAgain";
import { Dock } from "../timing/Dock";
import { Repair } from "../timing/Repair";
import { RunningBar } from "../timing/RunningBar";
import { Interventions } from "./Interventions";
import { Precautions } from "./Precautions";
import { Sections } from "./Sections";
import { TimeRegion } from "./TimeRegion";
import { Untimed } from "./Untimed";
import "./visit.css";

export default function VisitPage({ visitId }: { visitId: string }) {
  const record = recordOf(visitId);
  if (!record) {
    return (
      <Page title={w.visit.unknown} back={{ href: "/", label: w.nav.today }}>
        <Notice>{w.visit.unknownUnder}</Notice>
      </Page>
    );
  }
  const { status } = record.visit;
  if (status === "void") return <Voided record={record} />;
  return status === "signed" ? <Signed record={record} /> : <Open record={record} />;
}

function Open({ record }: { record: VisitRecord }) {
  return (
    <div class="visit">
      <Head record={record} />
      <Precautions patient={record.patient} />
      <div class="notices">
        <SignInAgain />
        <Elsewhere visitId={record.visit.id} />
        <Repair record={record} />
        {record.visit.status === "sign-again" && <SignAgain record={record} />}
        <Trail record={record} />
      </div>
      <main>
        <TimeRegion record={record} />
        <div class="doing">
          <Interventions record={record} />
          <VisitMeasures record={record} />
        </div>
        <div class="side">
          <BeforeSigning record={record} />
          <Plan record={record} />
          <VisitBilling record={record} />
          <Untimed record={record} />
          <OtherCare record={record} />
        </div>
        <div class="last">
          <Sections record={record} />
          <EarlierVersions visitId={record.visit.id} />
          <WrongPatient record={record} />
        </div>
      </main>
      <Dock record={record} />
    </div>
  );
}

/** Where the plan of care stands, and the way to its progress. */
function Plan({ record: { visit, episode } }: { record: VisitRecord }) {
  return (
    <section class="sheet panel plan-of-care" aria-label={w.visit.plan}>
      <PlanFacts episode={episode} visit={visitNumber(rowsWith(visit.id), visit)} />
      <a class="button" href={`/progress/${episode.id}?visit=${visit.id}`}>
        {w.visit.progress}
        <Icon name="next" />
      </a>
    </section>
  );
}

function Signed({ record }: { record: VisitRecord }) {
  return (
    <div class="visit signed">
      <Head record={record} />
      <Precautions patient={record.patient} />
      <div class="notices">
        <SignInAgain />
        <Elsewhere visitId={record.visit.id} />
        <Trail record={record} />
      </div>
      <main>
        <TimeRegion record={record} />
        <VisitBilling record={record} />
        <OtherCare record={record} />
        <Plan record={record} />
        <SignedNote record={record} />
        <Addenda record={record} />
        <EarlierVersions visitId={record.visit.id} />
        <WrongPatient record={record} />
      </main>
      <RunningBar />
    </div>
  );
}

/** Void: everything can be read, nothing can be changed. */
function Voided({ record }: { record: VisitRecord }) {
  return (
    <div class="visit signed">
      <Head record={record} />
      <div class="notices">
        <SignInAgain />
        <Trail record={record} />
        <StartAnew record={record} />
      </div>
      <main>
        <TimeRegion record={record} />
        {record.signatures.length > 0 ? (
          <SignedNote record={record} />
        ) : (
          <section class="sheet panel">
            <Note sections={narrative(record)} />
          </section>
        )}
        <EarlierVersions visitId={record.visit.id} />
      </main>
      <RunningBar />
    </div>
  );
}

function Head({ record }: { record: VisitRecord }) {
  const { visit, patient, episode } = record;
  const number = w.visitNumber(visitNumber(rowsWith(visit.id), visit), episode.visits_planned);
  return (
    <TopBar
      title={fullName(patient)}
      back={{ href: "/", label: w.nav.today }}
      under={
        <>
          {w.born(birthDate(patient))} · {episode.discipline} {number}
          <SignedTag record={record} />
        </>
      }
    />
  );
}

function SignedTag({ record }: { record: VisitRecord }) {
  if (record.visit.status !== "signed") return null;
  const onlyHere = signedOnlyHere(record.visit.id);
  const at = record.signatures.at(-1)?.signed_at;
  return (
    <>
      {" · "}
      <span class={`tag ${onlyHere ? "" : "good"}`}>
        <Icon name={onlyHere ? "pen" : "check"} />
        {onlyHere ? w.sign.onTablet : w.sign.signedAt(at ? timeOf(at) : "")}
      </span>
    </>
  );
}

function Elsewhere({ visitId }: { visitId: string }) {
  const stopped = stoppedElsewhere.value;
  if (!stopped || stopped.shownAt !== visitId) return null;
  const dismiss = () => {
    stoppedElsewhere.value = null;
  };
  return (
    <Notice
      icon="clock"
      tone="minding"
      actions={
        <div class="row">
          <a class="button" href={`/visit/${stopped.visitId}`} onClick={dismiss}>
            {w.clock.return}
          </a>
          <button type="button" onClick={dismiss}>
            {w.close}
          </button>
        </div>
      }
    >
      {w.clock.stoppedElsewhere(stopped.code, codeLabel(stopped.code), stopped.patient, timeOf(stopped.at))}
    </Notice>
  );
}

function SignAgain({ record }: { record: VisitRecord }) {
  const differences = record.signatures.at(-1)?.difference ?? [];
  return (
    <Notice tone="bad" icon="pen">
      {w.sign.againWhy} {differences.join(" ")}
    </Notice>
  );
}
