/** The one warning that cannot wait, above the work of every ordinary screen. */
import { urgent } from "../../state/health";
import { route } from "../../state/route";
import { Notice } from "../../ui";
import { health as words } from "../../words/health";

export function HealthNotice() {
  const warning = urgent.value;
  if (!warning || route.value.name === "health") return null;
  return (
    <Notice
      tone="minding"
      actions={
        <a class="button" href="/storage">
          {words.see}
        </a>
      }
    >
      {words.warn[warning].says}
    </Notice>
  );
}
