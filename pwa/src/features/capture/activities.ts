/** The techniques that the form offers; one list for tablet and server (server/documentation/data). */
import catalogue from "../../../../server/documentation/data/activities.json";
import type { Dose, Rows } from "../../domain/types";

export interface Activity {
  id: string;
  label: string;
  fields: (keyof Dose)[];
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

export interface Offer {
  activityId: string | null;
  technique: string;
}

const MOST_OWN = 4;
const MOST_OTHERS = 6;

/**
 * The techniques to show as chips: those of this episode first, the latest first.
 *
 * Under 97112 the common ones always stand there; under other codes what was done on
 * this tablet's caseload before.
 */
export function offered(rows: Rows, code: string, episodeId: string): Offer[] {
  const done = [...rows.intervention.values()]
    .filter((one) => one.code === code && !one.removed && one.technique)
    .sort((a, b) => b.at.localeCompare(a.at));
  const isOwn = (visitId: string) => rows.visit.get(visitId)?.episode_id === episodeId;
  const own = distinct(done.filter((one) => isOwn(one.visit_id)).map(offerOf)).slice(0, MOST_OWN);
  if (code !== LISTED_CODE) return distinct([...own, ...done.map(offerOf)]).slice(0, MOST_OTHERS);
  const often = OFTEN.flatMap((id) => BY_ID.get(id) ?? []).map(({ id, label }) => ({
    activityId: id,
    technique: label,
  }));
  return distinct([...own, ...often]);
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
