/** What an episode shows over its visits: measures against goal and MDC, doses side by side, help, cues and pain. */
import { activityKey } from "./activity";
import { doseCircumstances, doseFigures } from "./dose";
import {
  type Measure,
  measureLabel,
  measureOf,
  type Published,
  publishedFor,
  seriesKey,
  targetOf,
} from "./measures";
import type { EpisodeRow, GoalRow, InterventionRow, MeasureRow, Progression, Rows, VisitRow } from "./types";

export interface Point {
  day: string;
  value: number;
}

export interface MeasureSeries {
  key: string;
  label: string;
  measure: Measure | null;
  unit: string;
  points: Point[];
  goal: number | null;
  mdc: Published | null;
}

export interface DoseCell {
  figures: string;
  circumstances: string;
  progression: Progression | null;
  reason: string | null;
}

export interface DoseLine {
  key: string;
  code: string;
  technique: string;
  regions: string[];
  /** One a visit; null when it was not done. */
  cells: (DoseCell | null)[];
}

export interface Felt {
  id: "cues" | "pain" | "assistance";
  points: Point[];
}

export interface EpisodeProgress {
  visits: VisitRow[];
  measures: MeasureSeries[];
  doses: DoseLine[];
  felt: Felt[];
}

/** Help from none (0) to the most (5). */
export const HELP_RANKS = ["independent", "standby", "contact guard", "minimal", "moderate", "maximal"];

/** Everything recorded in the visits of an episode that are not void, the oldest first. */
export function episodeProgress(rows: Rows, episode: EpisodeRow): EpisodeProgress {
  const visits = [...rows.visit.values()]
    .filter((one) => one.episode_id === episode.id && one.status !== "void")
    .sort((a, b) => a.started_at.localeCompare(b.started_at));
  const done = byVisit(rows.intervention, visits, (one) => !one.removed);
  const measured = byVisit(rows.measure, visits);
  const goals = [...rows.goal.values()].filter((one) => one.episode_id === episode.id);
  return {
    visits,
    measures: measureSeries(visits, measured, episode, goals),
    doses: doseLines(rows, visits, done),
    felt: feltSeries(rows, visits, done),
  };
}

function byVisit<T extends { visit_id: string; at: string }>(
  table: ReadonlyMap<string, T>,
  visits: readonly VisitRow[],
  keep: (row: T) => boolean = () => true,
): Map<string, T[]> {
  const found = new Map<string, T[]>(visits.map((one) => [one.id, []]));
  for (const row of table.values()) if (keep(row)) found.get(row.visit_id)?.push(row);
  for (const own of found.values()) own.sort((a, b) => a.at.localeCompare(b.at));
  return found;
}

function measureSeries(
  visits: readonly VisitRow[],
  measured: ReadonlyMap<string, MeasureRow[]>,
  episode: EpisodeRow,
  goals: readonly GoalRow[],
): MeasureSeries[] {
  const lines = new Map<string, MeasureSeries>();
  for (const visit of visits) {
    for (const row of measured.get(visit.id) ?? []) {
      const line = lines.get(seriesKey(row)) ?? newSeries(row, episode, goals);
      line.points.push({ day: visit.date_of_service, value: row.value });
      lines.set(line.key, line);
    }
  }
  return [...lines.values()];
}

function newSeries(row: MeasureRow, episode: EpisodeRow, goals: readonly GoalRow[]): MeasureSeries {
  const measure = measureOf(row.measure);
  return {
    key: seriesKey(row),
    label: measureLabel(row.measure, row.side),
    measure,
    unit: row.unit,
    points: [],
    goal: measure && targetOf(measure, goals),
    mdc: measure && publishedFor(measure.mdc, episode.diagnoses ?? [], row.value),
  };
}

/** Whether a point is farther from the first one than chance explains; null where no MDC fits. */
export function isBeyond({ points, mdc }: MeasureSeries, value: number): boolean | null {
  const first = points[0]?.value;
  return mdc === null || first === undefined ? null : Math.abs(value - first) > mdc.value;
}

function doseLines(
  rows: Rows,
  visits: readonly VisitRow[],
  done: ReadonlyMap<string, InterventionRow[]>,
): DoseLine[] {
  const responses = new Map([...rows.response.values()].map((one) => [one.intervention_id, one]));
  const lines = new Map<string, DoseLine>();
  visits.forEach((visit, place) => {
    for (const one of done.get(visit.id) ?? []) {
      const key = `${one.code}|${activityKey(one)}|${[...one.regions].sort().join()}`;
      const { code, technique, regions } = one;
      const line = lines.get(key) ?? { key, code, technique, regions, cells: visits.map(() => null) };
      const response = responses.get(one.id);
      line.cells[place] = {
        figures: doseFigures(one.dose),
        circumstances: doseCircumstances(one.dose),
        progression: response?.progression ?? null,
        reason: response?.progression_reason ?? null,
      };
      lines.set(key, line);
    }
  });
  return [...lines.values()];
}

/** Cues are added up over a visit; of help and of pain the most of the visit counts. */
function feltSeries(
  rows: Rows,
  visits: readonly VisitRow[],
  done: ReadonlyMap<string, InterventionRow[]>,
): Felt[] {
  const ofVisit = (
    tell: (one: InterventionRow) => number | null | undefined,
    add: (all: number[]) => number,
  ) =>
    visits.flatMap((visit) => {
      const told = (done.get(visit.id) ?? [])
        .map(tell)
        .filter((one): one is number => typeof one === "number");
      return told.length === 0 ? [] : [{ day: visit.date_of_service, value: add(told) }];
    });
  const most = (all: number[]) => Math.max(...all);
  const pains = new Map([...rows.response.values()].map((one) => [one.intervention_id, one.pain_after]));
  const felt: Felt[] = [
    {
      id: "cues",
      points: ofVisit(
        (one) => one.dose.cue_count,
        (all) => all.reduce((sum, one) => sum + one, 0),
      ),
    },
    { id: "assistance", points: ofVisit(({ dose }) => helpRank(dose.assistance), most) },
    { id: "pain", points: ofVisit((one) => pains.get(one.id), most) },
  ];
  return felt.filter((one) => one.points.length > 1);
}

function helpRank(word: string | undefined): number | null {
  const rank = HELP_RANKS.indexOf(word ?? "");
  return rank < 0 ? null : rank;
}
