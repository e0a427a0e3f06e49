/** Starts the app on the tablet. */
import { render } from "preact";
import { registerServiceWorker } from "./service-worker/register";
import { askToPersist } from "./storage";

const root = document.getElementById("app");
if (root) render(<h1>Kinesync</h1>, root);
void askToPersist(Date.now());
void registerServiceWorker(() => true);
