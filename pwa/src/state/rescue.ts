/** The rescue file: everything kept here, sealed, as a file for a supervisor. */
import { type RescueFile, rescueFile } from "../storage";

/** Make the file of one person and hand it to the browser; resolves with how many changes are in it. */
export async function saveRescueFile(clinicianId: string): Promise<number> {
  const file = await rescueFile(clinicianId);
  const rows = file.parts.reduce((sum, part) => sum + part.rows.length, 0);
  if (rows > 0) download(JSON.stringify(file), rescueName(file));
  return rows;
}

/** Names the tablet and the minute, never a person. */
export function rescueName({ made_at, parts }: RescueFile): string {
  const device = (parts[0]?.device_id ?? "").replaceAll("-", "").slice(-8);
  const minute = made_at.slice(0, 16).replaceAll("-", "").replace("T", "-").replace(":", "");
  return `kinesync-rescue-${device}-${minute}.json`;
}

function download(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // the browser may still be reading it
}
