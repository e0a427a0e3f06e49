/** The same app under another version: VERSION. A build as small a difference away as there can be. */
import { mergeConfig } from "vite";
import app from "../vite.config.ts";

export default mergeConfig(app, { define: { __VERSION__: JSON.stringify(process.env.VERSION) } });
