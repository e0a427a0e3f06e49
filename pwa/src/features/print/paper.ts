/** The printed day as the server tells it, and its derivation told once: what is the same for all lines stands first. */
import type { BillingLine, BillingResult, DerivationStep } from "../../domain/types";
import type { Attested, Listed, Revision } from "../service-days/day";

export interface PrintedVisit {
  id: string;
  time: string;
  signed_by: string | null;
  signed_at: string | null;
  segments: {
    code: string;
    by: string;
    clinician_name: string;
    from: string;
    until: string | null;
    provenance: string;
  }[];
  untimed: { code: string; minutes: number; by: string; clinician_name: string }[];
}

export interface Printed {
  organization: { name: string };
  patient: { name: string; birth_date: string };
  service_day: Listed;
  revision: (Revision & { result: BillingResult & { threshold?: Threshold } }) | null;
  policy: { name: string; label: string; effective_from: string; citation: string } | null;
  visits: PrintedVisit[];
  attestations: Attested[];
  procedures: { id: string; code: string; regions: string[]; note: string | null }[];
  printed_at: string;
}

export interface Threshold {
  year: number;
  amount_cents: number | null;
  used_cents: number;
  day_cents: number | null;
}

export interface Told {
  says: string;
  /** The place of its source in the list at the foot, from 1. */
  source: number;
}

export interface OnPaper {
  ofDay: Told[];
  /** By code: both lines of a code that CQ or CO split came about in the same steps. */
  ofCodes: { titles: string[]; steps: Told[] }[];
  findings: (Told & { severity: string })[];
  sources: string[];
}

/** Sort a result for paper: steps that several lines share once, each source once. */
export function onPaper(result: BillingResult): OnPaper {
  const sources: string[] = [];
  const number = (source: string) => {
    if (!sources.includes(source)) sources.push(source);
    return sources.indexOf(source) + 1;
  };
  const told = ({ says, source }: { says: string; source: string }): Told => ({
    says,
    source: number(source),
  });
  const shared = sharedSteps(result.lines);
  return {
    ofDay: stepsOf(result.lines)
      .filter((step) => shared.includes(step.says))
      .map(told),
    ofCodes: byCode(result.lines).map((lines) => ({
      titles: lines.map(({ code, modifiers }) => [code, ...modifiers].join(" ")),
      steps: stepsOf(lines)
        .filter((step) => !shared.includes(step.says))
        .map(told),
    })),
    findings: result.findings.map((one) => ({ ...told(one), severity: one.severity })),
    sources,
  };
}

function byCode(lines: readonly BillingLine[]): BillingLine[][] {
  const codes = [...new Set(lines.map((line) => line.code))];
  return codes.map((code) => lines.filter((line) => line.code === code));
}

/** The steps of lines in their order, each sentence once. */
function stepsOf(lines: readonly BillingLine[]): DerivationStep[] {
  const said = new Map(lines.flatMap((line) => line.derivation).map((step) => [step.says, step]));
  return [...said.values()];
}

/** What steps of several codes say alike. Only those about units: a sentence about "it" belongs to its own line. */
function sharedSteps(lines: readonly BillingLine[]): string[] {
  const says = byCode(lines).map((own) => stepsOf(own).filter((step) => step.rule === "units"));
  const all = says.flat().map((step) => step.says);
  return [...new Set(all.filter((one, i) => all.indexOf(one) !== i))];
}
