// @vitest-environment happy-dom
/** Signing in on a tablet with a vault: only a server that says the enrolment is gone asks for a new PIN. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openPeople } from "../storage";
import { makeVault } from "../storage/for-tests";
import { problem } from "../sync/fake-server";
import { begin, leave, people, signIn, stage } from "./session";

let made: Awaited<ReturnType<typeof makeVault>>;

beforeEach(async () => {
  made = await makeVault();
  made.vault.lock();
  people.value = await openPeople();
});
afterEach(() => vi.unstubAllGlobals());

// The first here: what was opened behind a lock screen stays open from test to test.
test("a page that is older than what is stored says so, and shows no empty screen", async () => {
  await new Promise((done, failed) => {
    const request = indexedDB.open(`kinesync-work-${made.person}`, 99);
    [request.onsuccess, request.onerror] = [() => done(request.result.close()), failed];
  });

  await begin();

  expect(stage.value).toEqual({ at: "shut", why: "newer" });
});

test("a browser that refuses to keep small things in clear starts, signs in and leaves all the same", async () => {
  const refuse = () => {
    throw new DOMException("Access is denied", "SecurityError");
  };
  vi.stubGlobal("localStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });

  await begin();
  expect(stage.value.at).toBe("locked");

  const { clinician, organization } = made.enrolment;
  const online = { clinician: { ...clinician, roles: ["biller"] }, organization };
  vi.stubGlobal("fetch", async () => Response.json(online));
  await signIn("biller@demo.example", "password", "");
  expect(stage.value.at).toBe("online");
  await leave();
  expect(stage.value.at).toBe("sign-in");
});

/** Sign in as the one whose vault is here; what the server answers to enrolling the tablet again. */
async function signedInWhen(answer: Response): Promise<string> {
  const { clinician, organization } = made.enrolment;
  vi.stubGlobal("fetch", async (path: string) => {
    if (path === "/api/devices") return answer;
    const body = JSON.stringify({ clinician, organization });
    return new Response(body, { headers: { "Content-Type": "application/json" } });
  });
  await signIn("pt@demo.example", "password", "");
  return stage.value.at;
}

test.each([
  [503, "busy"],
  [500, "internal"],
  [429, "too-many-requests"],
  [408, "timeout"],
])("a passing %i leaves the vault and its drafts: its PIN is asked for", async (status, type) => {
  expect(await signedInWhen(problem(status, type))).toBe("locked");
});

test.each([
  [403, "device-revoked"],
  [404, "not-found"],
  [409, "too-many-devices"],
])("a %i says that the enrolment is gone: a new PIN is set", async (status, type) => {
  expect(await signedInWhen(problem(status, type))).toBe("set-pin");
});
