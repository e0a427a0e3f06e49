/** The desk: online pages of supervisors, billers and administrators, for whoever may see them. */
import { go, path } from "../../state/route";
import { roles, stage } from "../../state/session";
import { vault } from "../../state/vault";
import { Notice } from "../../ui";
import { words as w } from "../../words";
import { SyncPill } from "../sync-status/SyncPill";
import { lazy } from "./lazy";
import { Nav } from "./Nav";
import { Page } from "./Page";
import "./desk.css";

const ReviewPage = lazy(() => import("../review/ReviewPage"));
const ServiceDaysPage = lazy(() => import("../service-days/ServiceDaysPage"));
const AmountsPage = lazy(() => import("../amounts/AmountsPage"));
const FeesPage = lazy(() => import("../fees/FeesPage"));
const PoliciesPage = lazy(() => import("../policies/PoliciesPage"));
const ReceptionPage = lazy(() => import("../reception/ReceptionPage"));
const ActivitiesPage = lazy(() => import("../activities/ActivitiesPage"));
const RulePacksPage = lazy(() => import("../rule-packs/RulePacksPage"));
const PrintPage = lazy(() => import("../print/PrintPage"));
const NotePage = lazy(() => import("../print/NotePage"));
const DevicesPage = lazy(() => import("../devices/DevicesPage"));

const ROLES: Readonly<Record<string, readonly string[]>> = {
  review: ["supervisor"],
  billing: ["biller", "supervisor"],
  amounts: ["biller", "supervisor"],
  fees: ["administrator", "biller"],
  policies: ["administrator", "biller", "supervisor"],
  activities: ["administrator"],
  reception: ["administrator", "supervisor"],
  "rule-packs": ["administrator", "biller", "supervisor"],
  devices: ["administrator", "supervisor"],
};

export default function Desk() {
  const [, page = "", id = null, part] = path.value.split("/");
  const allowed = ROLES[page] ?? [];
  if (!allowed.some((role) => roles.value.includes(role))) return <Denied page={page} />;
  const { who, zone } = whoAndZone();
  const common = { who, zone, sync: <SyncPill /> };
  if (page === "billing" && id && part === "print") return <PrintPage key={id} id={id} zone={zone} />;
  if (page === "review" && id && part === "print") return <NotePage key={id} visitId={id} zone={zone} />;
  return (
    <div class="with-nav">
      <Nav whole />
      {page === "review" && (
        <ReviewPage {...common} visitId={id} open={(visitId: string) => go(`/review/${visitId}`)} />
      )}
      {page === "billing" && <ServiceDaysPage {...common} dayId={id} />}
      {page === "amounts" && <AmountsPage {...common} patientId={id} />}
      {page === "fees" && <FeesPage {...common} />}
      {page === "policies" && <PoliciesPage {...common} name={id} />}
      {page === "reception" && <ReceptionPage {...common} id={id} />}
      {page === "activities" && <ActivitiesPage {...common} id={id} />}
      {page === "rule-packs" && <RulePacksPage {...common} />}
      {page === "devices" && <DevicesPage {...common} />}
    </div>
  );
}

function whoAndZone(): { who: string; zone: string } {
  const { value } = stage;
  const source = value.at === "online" ? value.signedIn : vault.value;
  if (!source) return { who: "", zone: "UTC" };
  const { clinician, organization } = source;
  const name = clinician.credentials ? `${clinician.name}, ${clinician.credentials}` : clinician.name;
  const held = clinician.roles.map((role) => w.roles[role] ?? role).join(", ");
  return { who: `${name} · ${held} · ${organization.name}`, zone: organization.time_zone };
}

function Denied({ page }: { page: string }) {
  return (
    <Page title={w.denied.title} back={{ href: "/", label: w.denied.back }}>
      <Notice icon="lock">{w.denied.who(w.denied.roles[page] ?? w.denied.clinical)}</Notice>
    </Page>
  );
}
