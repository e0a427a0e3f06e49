/** Starts the app on the tablet. */
import { render } from "preact";

const root = document.getElementById("app");
if (root) render(<h1>Kinesync</h1>, root);
