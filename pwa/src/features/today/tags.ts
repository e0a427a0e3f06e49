/** What stands beside an appointment: signed or not, a report that is due, an end of certification. */
import { having } from "../../domain/having";
import { planFacts } from "../../domain/plan-facts";
import { dayText } from "../../domain/time";
import type { AppointmentRow, EpisodeRow } from "../../domain/types";
import { signedOnlyHere } from "../../state/signing";
import { rows } from "../../state/vault";
import { type Slot, today, visitNumber } from "../../state/visits";
import type { IconName } from "../../ui";
import { words as w } from "../../words";
import { presence } from "../../words/presence";

export interface SlotTag {
  text: string;
  icon: IconName;
  tone: "good" | "soft" | "bad" | "";
}

const SOON_DAYS = 14;

/** How an appointment was closed, in a word. */
export function closedAs({ status, closed_as }: AppointmentRow): string {
  const how = closed_as ?? (status === "missed" ? "missed" : "cancelled");
  return presence.notHeld.hows[how];
}

export function slotTags(slot: Slot): SlotTag[] {
  return [state(slot), ...planned(slot)].filter((one) => one !== null);
}

function state({ appointment, visit }: Slot): SlotTag | null {
  if (visit?.status === "signed") {
    const here = signedOnlyHere(visit.id);
    return { text: here ? w.sign.onTablet : w.sign.signed, icon: "check", tone: here ? "" : "good" };
  }
  if (visit?.status === "sign-again") return { text: w.sign.again, icon: "pen", tone: "bad" };
  if (!visit && appointment && appointment.status !== "scheduled") {
    return { text: closedAs(appointment), icon: "away", tone: "soft" };
  }
  const treated = visit !== null && having(rows.value.segment, "visit_id", visit.id).length > 0;
  return treated ? { text: w.sign.not, icon: "pen", tone: "" } : null;
}

function planned({ appointment, visit, visitId, startsAt }: Slot): (SlotTag | null)[] {
  const episode = rows.value.episode.get(appointment?.episode_id ?? visit?.episode_id ?? "");
  if (!episode || visit) return [];
  const number = visitNumber(rows.value, { id: visitId, episode_id: episode.id, started_at: startsAt });
  const every = episode.progress_report_every;
  const due = every ? Math.ceil(number / every) * every : 0;
  const report: SlotTag | null =
    due > 0 && due - number <= 1 ? { text: w.today.reportDue(due), icon: "pen", tone: "soft" } : null;
  const until = episode.certified_until;
  const soon = until !== null && Date.parse(until) - Date.parse(today.value) <= SOON_DAYS * 86_400_000;
  const certified: SlotTag | null = soon
    ? { text: w.today.certified(dayText(until).slice(4)), icon: "today", tone: "soft" }
    : null;
  return [report, certified, authorized(episode, number)];
}

const FEW_VISITS = 2;

/** The payer's authorization, when it nears its end. */
function authorized(episode: EpisodeRow, number: number): SlotTag | null {
  const { authorizedVisits: visits, authorizedUntil: until } = planFacts(episode, number);
  const few = visits !== null && visits - number < FEW_VISITS;
  const soon = until !== null && Date.parse(until) - Date.parse(today.value) <= SOON_DAYS * 86_400_000;
  if (!few && !soon) return null;
  const text = w.plan.authorizedUntil(visits, number, until && dayText(until).slice(4));
  return { text: `${w.plan.authorized} ${text}`, icon: "wallet", tone: "soft" };
}
