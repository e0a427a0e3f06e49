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
const DevicesPage = lazy(() => import("../devices/DevicesPage"));

const ROLES: Readonly<Record<string, readonly string[]>> = {
  review: ["supervisor"],
  billing: ["biller", "supervisor"],
  devices: ["administrator", "supervisor"],
};

export default function Desk() {
  const [, page = "", id] = path.value.split("/");
  const allowed = ROLES[page] ?? [];
  if (!allowed.some((role) => roles.value.includes(role))) return <Denied page={page} />;
  const { who, zone } = whoAndZone();
  const common = { who, zone, sync: <SyncPill /> };
  return (
    <div class="with-nav">
      <Nav />
      {page === "review" && (
        <ReviewPage {...common} visitId={id ?? null} open={(visitId: string) => go(`/review/${visitId}`)} />
      )}
      {page === "billing" && <ServiceDaysPage {...common} />}
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
      <Notice icon="lock">{w.denied.who(w.denied.roles[page] ?? "")}</Notice>
    </Page>
  );
}
