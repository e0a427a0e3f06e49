/** Screens that load when they are first opened; until then the frame with pale bars. */
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { Notice, Pale } from "../../ui";
import { words as w } from "../../words";

/** Load a screen's file on first use, or with `fetchNow` before it. A file that does not come is said, and tried again by tapping. */
export function lazy<P extends object>(load: () => Promise<{ default: ComponentType<P> }>) {
  const loaded = signal<ComponentType<P> | null>(null);
  const failed = signal(false);
  let asked = false;
  const ask = () => {
    asked = true;
    failed.value = false;
    load().then(
      (module) => {
        loaded.value = module.default;
      },
      () => {
        failed.value = true;
      },
    );
  };
  const fetchNow = () => {
    if (!asked) ask();
  };
  function Lazy(props: P) {
    fetchNow();
    const Screen = loaded.value;
    if (Screen) return <Screen {...props} />;
    if (!failed.value) return <Pale label={w.loading} />;
    return (
      <main class="entrance">
        <Notice
          actions={
            <button type="button" onClick={ask}>
              {w.again}
            </button>
          }
        >
          {w.screenMissing}
        </Notice>
      </main>
    );
  }
  return Object.assign(Lazy, { fetchNow });
}
