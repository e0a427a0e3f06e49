/**
 * The techniques that the form offers: the library that ships, one list for tablet and server
 * (server/documentation/data), and the organization's own.
 */
import catalogue from "../../../../server/documentation/data/activities.json";
import { isRetired, nameToday } from "../../domain/activity";
import type { ActivityRow, Dose, InterventionRow, Rows } from "../../domain/types";
import { capture as c } from "../../words/capture";

export interface Activity {
  id: string;
  label: string;
  /** Dose fields that stand there at once. */
  fields: (keyof Dose)[];
  /** Dose fields behind one tap. */
  more: (keyof Dose)[];
  /** The organization's own, beside those that ship. */
  own?: boolean;
}

export interface Group {
  id: string;
  label: string;
  activities: Activity[];
}

/** Groups of neuromuscular re-education activities, in the order of the screen. */
export const GROUPS = catalogue.groups as Group[];

const BY_ID = new Map(GROUPS.flatMap((group) => group.activities).map((one) => [one.id, one]));

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
/** So many of the organization's own stand among the chips before anybody has used them. */
const MOST_OF_CLINIC = 2;
/** So often somebody must have used a technique before it stands among the chips by itself. */
const OFTEN_ENOUGH = 2;

/**
 * The techniques to show as chips: those of this episode first, the latest first.
 *
 * Under 97112 the common ones always stand there, in the order of the clinician's own use,
 * then favourites; under other codes what was done on this tablet's caseload before. Some of the
 * organization's own follow; what it has retired is not offered.
 */
export function offered(rows: Rows, code: string, episodeId: string, clinicianId: string): Offer[] {
  const done = [...rows.intervention.values()]
    .filter((one) => one.code === code && !one.removed && one.technique && !isRetired(rows, one))
    .sort((a, b) => b.at.localeCompare(a.at));
  const offer = (one: InterventionRow) => offerOf(rows, one);
  const isOwn = (visitId: string) => rows.visit.get(visitId)?.episode_id === episodeId;
  const own = distinct(done.filter((one) => isOwn(one.visit_id)).map(offer)).slice(0, MOST_OWN);
  const clinic = ofClinic(rows, code).map(({ id, label }): Offer => ({ activityId: id, technique: label }));
  if (code !== LISTED_CODE) {
    const before = distinct([...own, ...done.map(offer)]).slice(0, MOST_OTHERS);
    return [...before, ...without(clinic, before).slice(0, MOST_OF_CLINIC)];
  }
  const mine = done.filter((one) => one.by === clinicianId).map(offer);
  const used = (one: Offer) => mine.filter(({ technique }) => technique === one.technique).length;
  const often = OFTEN.flatMap((id) => BY_ID.get(id) ?? [])
    .map(({ id, label }): Offer => ({ activityId: id, technique: label }))
    .sort((a, b) => used(b) - used(a));
  const favourites = distinct(mine)
    .filter((one) => used(one) >= OFTEN_ENOUGH)
    .sort((a, b) => used(b) - used(a));
  const further = without(favourites, [...own, ...often]).slice(0, MOST_FAVOURITES);
  const known = distinct([...own, ...often, ...further]);
  return [...known, ...without(clinic, known).slice(0, MOST_OF_CLINIC)];
}

function offerOf(rows: Rows, one: InterventionRow): Offer {
  return { activityId: one.activity_id, technique: nameToday(rows, one) };
}

function distinct(offers: readonly Offer[]): Offer[] {
  const seen = new Set<string>();
  return offers.filter(({ technique }) => !seen.has(technique) && seen.add(technique));
}

function without(offers: readonly Offer[], known: readonly Offer[]): Offer[] {
  const names = new Set(known.map((one) => one.technique));
  return offers.filter((one) => !names.has(one.technique));
}

/** The organization's own activities under a code that it offers, by name. */
function ofClinic(rows: Rows, code: string): Activity[] {
  return [...rows.activity.values()]
    .filter((one) => one.retired_at === null && one.codes.includes(code))
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(ownOf);
}

function ownOf({ id, name, fields }: ActivityRow): Activity {
  const more = [...ANY_FIELDS, ...ANY_MORE].filter((field) => !fields.includes(field));
  return { id, label: name, fields, more, own: true };
}

/** The library under a code: what ships belongs to 97112, what is the organization's own to the codes it names. */
export function library(rows: Rows, code: string): Group[] {
  const clinic = ofClinic(rows, code);
  const groupOf = (one: Activity) => rows.activity.get(one.id)?.group;
  return GROUPS.map((group) => ({
    ...group,
    activities: [
      ...(code === LISTED_CODE ? group.activities : []),
      ...clinic.filter((one) => groupOf(one) === group.id),
    ],
  })).filter((group) => group.activities.length > 0);
}

/** How many activities the groups hold. */
export function countOf(groups: readonly Group[]): number {
  return groups.reduce((sum, group) => sum + group.activities.length, 0);
}

function activityOf(rows: Rows, activityId: string | null): Activity | null {
  if (activityId === null) return null;
  const own = rows.activity.get(activityId);
  return own ? ownOf(own) : (BY_ID.get(activityId) ?? null);
}

/** The dose fields that make sense for an activity. */
export function fieldsOf(rows: Rows, activityId: string | null): (keyof Dose)[] {
  return activityOf(rows, activityId)?.fields ?? ANY_FIELDS;
}

/** The dose fields that may matter too. */
export function moreFieldsOf(rows: Rows, activityId: string | null): (keyof Dose)[] {
  return activityOf(rows, activityId)?.more ?? ANY_MORE;
}

/** The groups with the activities whose name, mark or group's name holds what is sought. */
export function search(groups: readonly Group[], sought: string): Group[] {
  const wanted = sought.trim().toLocaleLowerCase();
  const text = (one: Activity, group: Group) => `${one.label} ${group.label} ${one.own ? c.clinicsOwn : ""}`;
  return groups
    .map((group) => ({
      ...group,
      activities: group.activities.filter((one) => text(one, group).toLocaleLowerCase().includes(wanted)),
    }))
    .filter((group) => group.activities.length > 0);
}
