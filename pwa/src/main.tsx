/** Starts the app on the tablet. */
import { render } from "preact";
import "./ui/tokens.css";
import "./ui/base.css";
import "./ui/parts.css";
import { App, attend } from "./app";
import { registerServiceWorker } from "./service-worker/register";
import { startClock } from "./state/clock";
import { lookForHandedIn } from "./state/handed-in";
import { handInWhenLocked } from "./state/handing-in";
import { reportHealth } from "./state/health-report";
import { lockWhenIdle } from "./state/idle";
import { followLinks } from "./state/route";
import { begin } from "./state/session";
import { applySettings } from "./state/settings";
import { isQuiet, takeUpdates } from "./state/updates";
import { keepAwake } from "./state/wake-lock";

const begun = begin(); // storage opens while the page is set up
applySettings();
startClock();
followLinks();
lockWhenIdle();
keepAwake();
attend();
const root = document.getElementById("app");
if (root) render(<App />, root);
void begun.then(handInWhenLocked).then(lookForHandedIn).then(reportHealth);
void begun
  .then(() => registerServiceWorker(isQuiet))
  .then((updates) => {
    if (updates) takeUpdates(updates);
  });
