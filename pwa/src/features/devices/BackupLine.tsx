/** When the newest verified backup was made; a warning when there is none, or it is old. */
import { at } from "../../domain/time";
import { Notice } from "../../ui";
import { tablets } from "../../words/tablets";
import { type Backup, momentText } from "./tablet";

const words = tablets.backup;
const OLD_MS = 2 * 24 * 3600 * 1000;

export function BackupLine({ backup, zone, now }: { backup: Backup; zone: string; now: number }) {
  if (backup.at === null)
    return <Notice tone="minding">{backup.configured ? words.never : words.none}</Notice>;
  const time = momentText(zone, backup.at);
  if (now - at(backup.at) > OLD_MS) return <Notice tone="minding">{words.late(time)}</Notice>;
  return <Notice icon="check">{words.at(time)}</Notice>;
}
