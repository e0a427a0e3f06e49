/**
 * A clinician's own phrases for the sections of the note, kept on this tablet, encrypted like drafts.
 *
 * A phrase may hold anything that was typed once, so it never leaves the tablet by itself.
 */
import { computed, signal } from "@preact/signals";
import type { SectionName } from "../domain/types";
import type { Plain } from "../storage";
import { openVault, vault } from "./vault";

export interface Phrase {
  [key: string]: string;
  section: SectionName;
  text: string;
}

const KEY = "phrases";
export const MOST_PHRASES = 40;

/** Counts what was kept or let go, so that screens look again. */
const renewed = signal(0);

/** The open clinician's phrases, the oldest first. */
export const phrases = computed<readonly Phrase[]>(() => {
  void renewed.value;
  const kept = vault.value?.draft(KEY);
  return Array.isArray(kept) ? (kept as Phrase[]) : [];
});

/** Keep a phrase; beyond the most, the oldest one goes. */
export function keepPhrase(section: SectionName, text: string): Promise<void> {
  const others = phrases.value.filter((one) => one.section !== section || one.text !== text);
  return store([...others, { section, text }].slice(-MOST_PHRASES));
}

export function dropPhrase(phrase: Phrase): Promise<void> {
  return store(phrases.value.filter((one) => one !== phrase));
}

async function store(kept: readonly Phrase[]): Promise<void> {
  await openVault().saveDraft(KEY, [...kept] as Plain);
  renewed.value += 1;
}
