/** What the mutations of the plan of care do to the rows shown: goals, precautions and limits. */
import type { LimitChange } from "./goals";
import { patch, put, type Step } from "./replay-rows";

export const setGoal: Step = (rows, { entity, data }) =>
  put(rows, "goal", entity, {
    ...data,
    patient_id: rows.episode.get(String(data.episode_id))?.patient_id ?? "",
    met_on: null,
    ended_on: null,
    ended_reason: null,
  });

export const closeGoal: Step = (rows, { entity, data }) => {
  const on = String(data.on);
  const met = data.outcome === "met";
  const reason = met ? null : String(data.reason ?? "");
  patch(rows, "goal", entity, { met_on: met ? on : null, ended_on: met ? null : on, ended_reason: reason });
};

export const reopenGoal: Step = (rows, { entity }) =>
  patch(rows, "goal", entity, { met_on: null, ended_on: null, ended_reason: null });

/** Added up as the server does it, so that what a colleague told meanwhile stays. */
export const changePrecautions: Step = (rows, { entity, data }) => {
  const patient = rows.patient.get(entity);
  if (!patient) return;
  const {
    added = [],
    removed = [],
    limits = [],
  } = data as {
    added?: string[];
    removed?: string[];
    limits?: LimitChange[];
  };
  const kept = patient.precautions.filter((one) => !removed.includes(one));
  const vital_limits = { ...patient.vital_limits };
  for (const { name, bound } of limits) {
    if (bound === null) delete vital_limits[name];
    else vital_limits[name] = bound;
  }
  patch(rows, "patient", entity, { precautions: [...new Set([...kept, ...added])], vital_limits });
};
