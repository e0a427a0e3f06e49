/** The techniques that the form offers; one list for tablet and server (server/documentation/data). */
import catalogue from "../../../../server/documentation/data/activities.json";
import type { Dose, Rows } from "../../domain/types";

export interface Activity {
  id: string;
  label: string;
  /** Dose fields that stand there at once. */
  fields: (keyof Dose)[];
  /** Dose fields behind one tap. */
  more: (keyof Dose)[];
}

interface Group {
  id: string;
  label: string;
  activities: Activity[];
}

/** Groups of neuromuscular re-education activities, in the order of the screen. */
export const GROUPS = catalogue.groups as Group[];

const BY_ID = new Map(GROUPS.flatMap((group) => group.activities).map((one) => [one.id, one]));

export const ACTIVITY_COUNT = BY_ID.size;

const OFTEN = [
  "baps-board",
  "pnf",
  "bobath",
  "desensitization",
  "static-balance",
  "perturbation",
  "gaze-stability",
];

/** What makes sense for a technique that is not in the list. */
const ANY_FIELDS: (keyof Dose)[] = [
  "sets",
  "reps",
  "hold_seconds",
  "resistance",
  "assistance",
  "equipment",
  "cue_type",
  "cue_count",
];

/** The code whose activities the list describes. */
export const LISTED_CODE = "97112";

const ANY_MORE: (keyof Dose)[] = [
  "position",
  "surface",
  "base_of_support",
  "support",
  "vision",
  "dual_task",
  "rest_seconds",
  "errors",
  "losses_of_balance",
];

export interface Offer {
  activityId: string | null;
  technique: string;
}

const MOST_OWN = 4;
const MOST_OTHERS = 6;
const MOST_FAVOURITES = 3;
/** So often somebody must have used a technique before it stands among the chips by itself. */
const OFTEN_ENOUGH = 2;

/**
 * The techniques to show as chips: those of this episode first, the latest first.
 *
 * Under 97112 the common ones always stand there, in the order of the clinician's own use,
 * then favourites; under other codes what was done on this tablet's caseload before.
 */
export function offered(rows: Rows, code: string, episodeId: string, clinicianId: string): Offer[] {
  const done = [...rows.intervention.values()]
    .filter((one) => one.code === code && !one.removed && one.technique)
    .sort((a, b) => b.at.localeCompare(a.at));
  const isOwn = (visitId: string) => rows.visit.get(visitId)?.episode_id === episodeId;
  const own = distinct(done.filter((one) => isOwn(one.visit_id)).map(offerOf)).slice(0, MOST_OWN);
  if (code !== LISTED_CODE) return distinct([...own, ...done.map(offerOf)]).slice(0, MOST_OTHERS);
  const mine = done.filter((one) => one.by === clinicianId).map(offerOf);
  const used = (offer: Offer) => mine.filter((one) => one.technique === offer.technique).length;
  const often = OFTEN.flatMap((id) => BY_ID.get(id) ?? [])
    .map(({ id, label }): Offer => ({ activityId: id, technique: label }))
    .sort((a, b) => used(b) - used(a));
  const favourites = distinct(mine)
    .filter((one) => used(one) >= OFTEN_ENOUGH)
    .sort((a, b) => used(b) - used(a));
  const known = new Set([...own, ...often].map((one) => one.technique));
  const further = favourites.filter((one) => !known.has(one.technique)).slice(0, MOST_FAVOURITES);
  return distinct([...own, ...often, ...further]);
}

function offerOf(one: { activity_id: string | null; technique: string }): Offer {
  return { activityId: one.activity_id, technique: one.technique };
}

function distinct(offers: readonly Offer[]): Offer[] {
  const seen = new Set<string>();
  return offers.filter(({ technique }) => !seen.has(technique) && seen.add(technique));
}

/** The dose fields that make sense for an activity. */
export function fieldsOf(activityId: string | null): (keyof Dose)[] {
  return (activityId && BY_ID.get(activityId)?.fields) || ANY_FIELDS;
}

/** The dose fields that may matter too. */
export function moreFieldsOf(activityId: string | null): (keyof Dose)[] {
  return (activityId && BY_ID.get(activityId)?.more) || ANY_MORE;
}

/** The groups with the activities whose name, or whose group's name, holds what is sought. */
export function search(sought: string): Group[] {
  const wanted = sought.trim().toLocaleLowerCase();
  return GROUPS.map((group) => ({
    ...group,
    activities: group.activities.filter((one) =>
      `${one.label} ${group.label}`.toLocaleLowerCase().includes(wanted),
    ),
  })).filter((group) => group.activities.length > 0);
}
