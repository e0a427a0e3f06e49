/** The app: which screen stands for who is here and where they are. */
import { effect } from "@preact/signals";
import { LockPage } from "./features/lock/LockPage";
import { ShutPage } from "./features/lock/ShutPage";
import { lazy } from "./features/shell/lazy";
import { SetPinPage } from "./features/sign-in/SetPinPage";
import { SignInPage } from "./features/sign-in/SignInPage";
import { go, route } from "./state/route";
import { roles, stage } from "./state/session";
import { complete } from "./state/vault";
import { Pale } from "./ui";
import { words as w } from "./words";

const TodayPage = lazy(() => import("./features/today/TodayPage"));
const VisitPage = lazy(() => import("./features/visit/VisitPage"));
const AttentionPage = lazy(() => import("./features/attention/AttentionPage"));
const CapturePage = lazy(() => import("./features/capture/CapturePage"));
const MeasuresPage = lazy(() => import("./features/measures/MeasuresPage"));
const ProgressPage = lazy(() => import("./features/progress/ProgressPage"));
const CounterPage = lazy(() => import("./features/counter/CounterPage"));
const PatientsPage = lazy(() => import("./features/patients/PatientsPage"));
const NewVisitPage = lazy(() => import("./features/new-visit/NewVisitPage"));
const HealthPage = lazy(() => import("./features/storage-health/HealthPage"));
const MorePage = lazy(() => import("./features/more/MorePage"));
const Desk = lazy(() => import("./features/shell/Desk"));

export function App() {
  const now = stage.value;
  switch (now.at) {
    case "starting":
      return <p class="starting unseen">{w.loading}</p>;
    case "sign-in":
      return <SignInPage why={now.why} person={now.person} />;
    case "set-pin":
      return <SetPinPage signedIn={now.signedIn} />;
    case "locked":
      return <LockPage person={now.person} screen={now.screen} why={now.why} onShown={fetchDay} />;
    case "shut":
      return <ShutPage why={now.why} />;
    case "online":
      return <Online />;
    case "open":
      return <Open />;
  }
}

/** What is shown once the PIN is right comes while it is typed. */
function fetchDay(): void {
  TodayPage.fetchNow();
  VisitPage.fetchNow();
}

function Open() {
  if (!complete.value && route.value.name !== "today") return <Pale label={w.loading} rows={5} />;
  const { name, visitId, interventionId, episodeId, query } = route.value;
  switch (name) {
    case "visit":
      return <VisitPage key={visitId} visitId={visitId} />;
    case "capture":
      return (
        <CapturePage
          key={`${visitId}:${interventionId}`}
          visitId={visitId}
          interventionId={interventionId}
          query={query}
        />
      );
    case "measures":
      return <MeasuresPage key={visitId} visitId={visitId} query={query} />;
    case "progress":
      return <ProgressPage key={episodeId} episodeId={episodeId} query={query} />;
    case "counter":
      return <CounterPage key={visitId} visitId={visitId} />;
    case "patients":
      return <PatientsPage />;
    case "new-visit":
      return <NewVisitPage />;
    case "attention":
      return <AttentionPage />;
    case "health":
      return <HealthPage />;
    case "more":
      return <MorePage />;
    case "desk":
      return <Desk />;
    case "today":
      return <TodayPage />;
  }
}

/** Who sets no PIN works online: the desk, and More. */
function Online() {
  return route.value.name === "more" ? <MorePage /> : <Desk />;
}

const HOMES: readonly [string, string][] = [
  ["supervisor", "/review"],
  ["biller", "/billing"],
  ["administrator", "/devices"],
];

/** Lead who has no caseload from Today to their first page; give each new screen the focus. Call once. */
export function attend(): void {
  effect(() => {
    if (stage.value.at !== "online" || route.value.name !== "today") return;
    const home = HOMES.find(([role]) => roles.value.includes(role));
    if (home) go(home[1], { instead: true });
  });
  effect(() => {
    if (stage.value.at === "set-pin") fetchDay();
  });
  let shown = "";
  effect(() => {
    const { name, visitId } = route.value;
    const screen = `${stage.value.at}:${name}:${visitId}:${complete.value || name === "today"}`;
    if (screen === shown) return;
    shown = screen;
    queueMicrotask(() => {
      if (route.value.query.has("to")) return;
      scrollTo(0, 0);
      document.querySelector<HTMLElement>("h1[tabindex]")?.focus({ preventScroll: true });
    });
  });
}
