/** Which earlier enrolments a tablet tells the server of: those whose work it set aside itself. */
import { deleteDB } from "idb";
import { expect, test } from "vitest";
import { makeVault } from "./for-tests";
import { openPeople } from "./people";

const AGAIN = "0190c000-0000-7000-8000-0000000000de";

async function enrolAgain(between: (person: string) => Promise<unknown>) {
  const { vault, storage, enrolment, person } = await makeVault();
  await between(person);
  vault.lock();
  await storage.enrol({ ...enrolment, deviceId: AGAIN });
  const [known] = await openPeople();
  return { earlier: known?.earlier, first: enrolment.deviceId };
}

test("a new PIN over the same storage knows the enrolment before", async () => {
  const { earlier, first } = await enrolAgain(async () => {});
  expect(earlier).toEqual([first]);
});

test("a lost list of people does not make it forget", async () => {
  const { earlier, first } = await enrolAgain(() => deleteDB("kinesync-people"));
  expect(earlier).toEqual([first]);
});

test("with its work gone it knows of none, whatever the list of people says", async () => {
  const { earlier } = await enrolAgain((person) => deleteDB(`kinesync-work-${person}`));
  expect(earlier).toEqual([]);
});
