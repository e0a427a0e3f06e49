/**
 * Faults that the campaigns must find: each is planted into the tablet's own code as it is bundled.
 *
 * `from` must stand exactly once in the file; a mutant that no longer fits fails the build.
 */
import type { Plugin } from "vite";

interface Mutant {
  file: string;
  from: string;
  to: string;
}

const MUTANTS: Record<string, Mutant> = {
  /** Memory has it, the disk has not. */
  forgets_what_was_refused: {
    file: "storage/answers.ts",
    from: '      ...refused.map((record) => tx.objectStore("quarantine").put(record)),\n',
    to: "",
  },
  takes_a_conflict_for_success: {
    file: "storage/answers.ts",
    from: 'else if (verdict.verdict === "applied")',
    to: 'else if (verdict.verdict === "applied" || verdict.verdict === "conflict")',
  },
  sends_nothing_again_after_a_restore: {
    file: "storage/answers.ts",
    from: "  await requeue(work, again, { epoch, checked_at: 0 });",
    to: "  await requeue(work, again.slice(0, 0), { epoch, checked_at: 0 });",
  },
  leaves_the_server_without_what_it_refused: {
    file: "storage/answers.ts",
    from: "  const again = [...confirmed, ...work.queues.quarantine];",
    to: "  const again = confirmed;",
  },
  does_not_mark_what_it_sends: {
    file: "storage/answers.ts",
    from: "      taken.push({ ...at.value, sending: true });\n      if (!at.value.sending) await at.update({ ...at.value, sending: true });",
    to: "      taken.push(at.value);",
  },
  lets_go_before_a_backup: {
    file: "storage/answers.ts",
    from: "  if (seq !== null && backupSeq !== null) return seq <= backupSeq;",
    to: "  if (seq !== null) return true;",
  },
  says_stored_before_it_is: {
    file: "storage/database.ts",
    from: "    const failed = await failure;\n    if (failed) throw failed.cause;\n",
    to: "",
  },
  gives_a_number_twice: {
    file: "storage/write.ts",
    from: "      meta.put({ ...numbers, next_n: plan.next }),",
    to: "      meta.put({ ...numbers, next_n: plan.first }),",
  },
  keeps_what_was_decided: {
    file: "storage/write.ts",
    from: '      ...settled.map(({ n }) => tx.objectStore("quarantine").delete(n)),\n',
    to: "",
  },
  reads_the_neighbours_verdict: {
    file: "sync/push.ts",
    from: "answer.verdicts[i]",
    to: "answer.verdicts[0]",
  },
  keeps_rows_of_another_epoch: {
    file: "storage/base.ts",
    from: "(others && row.epoch !== epoch && !here.has(known))",
    to: "false",
  },
  keeps_patients_who_left: {
    file: "storage/base.ts",
    from: "      if (patients.has(patientOf(row)) || ",
    to: "      if (",
  },
  takes_older_rows_over_newer: {
    file: "storage/base.ts",
    from: "known.version < version",
    to: "known.version > version",
  },
  keeps_only_the_version_that_won: {
    file: "state/deciding.ts",
    from: "  await openVault().write([...edits, ...keeps], { settles: [one.n] });",
    to: "  await openVault().write(edits, { settles: [one.n] });",
  },
  withdraws_without_what_waits: {
    file: "state/deciding.ts",
    from: "const rewrites = waitingFor(one.mutation.id).map((mutation) => {\n    const lost",
    to: 'const rewrites = waitingFor("nothing").map((mutation) => {\n    const lost',
  },
  leaves_less_than_waits: {
    file: "state/deciding.ts",
    from: "const rewrites = behind(one).map(",
    to: "const rewrites = behind(one).slice(1).map(",
  },
  leaves_words_without_their_text: {
    file: "state/deciding.ts",
    from: "words: said(entity, words)",
    to: 'words: [{ name: "said", text: "nothing" }]',
  },
};

/** Plant a fault. */
export function planted(name: string): Plugin {
  const mutant = MUTANTS[name];
  if (!mutant) throw new Error(`there is no mutant ${name}`);
  let done = false;
  return {
    name: "kinesync-mutant",
    enforce: "pre",
    transform(code, id) {
      if (!id.endsWith(`/src/${mutant.file}`)) return null;
      if (code.split(mutant.from).length !== 2) throw new Error(`${name} no longer fits ${mutant.file}`);
      done = true;
      return { code: code.replace(mutant.from, () => mutant.to), map: null };
    },
    buildEnd() {
      if (!done) throw new Error(`${name}: ${mutant.file} is not part of the program`);
    },
  };
}
