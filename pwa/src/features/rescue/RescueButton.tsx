/** "Save rescue file", on the lock screen and in Storage health. Needs no PIN: the file is sealed. */
import { useSignal } from "@preact/signals";
import { saveRescueFile } from "../../state/rescue";
import { StorageFault } from "../../storage";
import { rescue as words } from "../../words/rescue";

export function RescueButton({ clinicianId, plain = false }: { clinicianId: string; plain?: boolean }) {
  const says = useSignal<string | null>(null);
  const save = async () => {
    try {
      const rows = await saveRescueFile(clinicianId);
      says.value = rows === 0 ? words.nothing : words.saved(rows);
    } catch (cause) {
      if (!(cause instanceof StorageFault)) throw cause;
      says.value = words.failed;
    }
  };
  return (
    <>
      <button type="button" class={plain ? "plain" : ""} onClick={() => void save()}>
        {words.save}
      </button>
      <span role="status" class="small">
        {says.value}
      </span>
    </>
  );
}
