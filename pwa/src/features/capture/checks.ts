/** What of a form cannot be, and what is so rare that it is asked for once. */
import {
  DOSE_LIMITS,
  type DoseFigure,
  type Impossible,
  impossible,
  impossiblePairs,
  isUnusual,
  type Limit,
  RESPONSE_LIMITS,
  type ResponseFigure,
} from "../../domain/limits";
import { words as w } from "../../words";
import { capture as c } from "../../words/capture";
import type { Form } from "./form";

/** Why a number cannot be, in words, or null. */
export function wrongWords(value: number | null | undefined, limit: Limit): string | null {
  if (value === null || value === undefined) return null;
  const found = impossible(value, limit);
  return found && impossibleWords(found);
}

export function impossibleWords(found: Impossible): string {
  return found.kind === "not-whole" ? c.impossible["not-whole"]() : c.impossible[found.kind](found.bound);
}

/** What stands under a figure of the response: that it cannot be, or that it does not go with its partner. */
export function responseWrong(field: ResponseFigure, response: Form["response"]): string | null {
  const own = wrongWords(response[field], RESPONSE_LIMITS[field]);
  const pair = impossiblePairs(response).find(([low]) => low === field);
  return own ?? (pair ? c.impossible.pair(nameOf(pair[0]), nameOf(pair[1])) : null);
}

/** The names of figures that cannot be; the form is not saved while there are any. */
export function impossibleFields(form: Form): string[] {
  const dose = doseFigures(form).filter(([field, value]) => impossible(value, DOSE_LIMITS[field]));
  const response = RESPONSE_FIGURES.filter((field) => responseWrong(field, form.response));
  return [...dose.map(([field]) => w.dose.field[field]), ...response.map(nameOf)];
}

/** Rare figures with their names, e.g. "Systolic 210"; saving asks for them once. */
export function unusualFields(form: Form): string[] {
  const dose = doseFigures(form)
    .filter(([field, value]) => !form.copied.includes(field) && isUnusual(value, DOSE_LIMITS[field]))
    .map(([field, value]) => `${w.dose.field[field]} ${value}`);
  const response = RESPONSE_FIGURES.flatMap((field) => {
    const value = form.response[field];
    return value !== null && isUnusual(value, RESPONSE_LIMITS[field]) ? [`${nameOf(field)} ${value}`] : [];
  });
  return [...dose, ...response];
}

const RESPONSE_FIGURES = Object.keys(RESPONSE_LIMITS) as ResponseFigure[];

function doseFigures(form: Form): [DoseFigure, number][] {
  return (Object.keys(DOSE_LIMITS) as DoseFigure[]).flatMap((field) => {
    const value = form.dose[field];
    return value === undefined ? [] : [[field, value]];
  });
}

function nameOf(field: string): string {
  return w.capture.figure[field as keyof typeof w.capture.figure].replace(/,.*$/, "");
}
