/** Import a rescue file, part by part. The same file again is harmless; nothing in it counts before its author confirms. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { RescueFile } from "../../storage";
import { ApiFault, call } from "../../sync";
import { Wrong } from "../../ui";
import { rescue } from "../../words/rescue";

const words = rescue.import;

export function RescueImport({ onDone }: { onDone: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const says = useSignal<string | null>(null);
  const wrong = useSignal<string | null>(null);
  const take = async (file: File) => {
    says.value = wrong.value = null;
    const read = readFile(await file.text());
    if (!read) {
      wrong.value = words.notOne;
      return;
    }
    try {
      says.value = await send(read);
      onDone();
    } catch (cause) {
      if (!(cause instanceof ApiFault)) throw cause;
      wrong.value =
        cause.status === 404
          ? words.foreign
          : cause.status === 422 || cause.status === 400
            ? words.notOne
            : words.failed;
    }
  };
  return (
    <section class="sheet panel stack" aria-labelledby="rescue-import">
      <h2 id="rescue-import">{words.title}</h2>
      <p class="small second">{words.under}</p>
      <div class="row">
        <button type="button" onClick={() => input.current?.click()}>
          {words.choose}
        </button>
        <input
          ref={input}
          class="unseen"
          type="file"
          tabIndex={-1}
          accept="application/json,.json"
          aria-label={words.choose}
          onChange={(event) => {
            const [file] = event.currentTarget.files ?? [];
            if (file) void take(file);
            event.currentTarget.value = "";
          }}
        />
      </div>
      <p role="status">{says.value}</p>
      <Wrong>{wrong.value}</Wrong>
    </section>
  );
}

async function send({ parts }: RescueFile): Promise<string> {
  let known = 0;
  for (const part of parts) {
    const kept = await call<{ known: boolean }>("POST", "/api/quarantine/rescue", part, { gzip: true });
    if (kept.known) known += 1;
  }
  const rows = parts.reduce((sum, part) => sum + part.rows.length, 0);
  return words.done(rows, known, parts.length);
}

function readFile(text: string): RescueFile | null {
  try {
    const file = JSON.parse(text) as Partial<RescueFile> | null;
    const ours = file?.format === "kinesync-rescue" && file.version === 1 && Array.isArray(file.parts);
    return ours ? (file as RescueFile) : null;
  } catch {
    return null; // not JSON at all
  }
}
