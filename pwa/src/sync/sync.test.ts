/** Push and pull over a bad network: nothing lost, nothing sent twice to effect, only the one at fault set aside. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  makeEdit,
  makeMutation,
  makeVault,
  NOON,
  PATIENT,
  PIN,
  patientChange,
  VISIT,
} from "../storage/for-tests";
import { ApiFault, call } from "./api";
import { FakeServer, html, problem } from "./fake-server";
import { pullAll } from "./pull";
import { pushAll } from "./push";

let made: Awaited<ReturnType<typeof makeVault>>;
let server: FakeServer;
const now = () => NOON;
const push = () => pushAll(made.vault, now);
const pull = () => pullAll(made.vault, now);

beforeEach(async () => {
  made = await makeVault();
  server = new FakeServer();
});

afterEach(() => made.vault.lock());

const many = (count: number, size = 10) =>
  Array.from({ length: count }, (_, i) => makeMutation("measure.record", { i, text: "x".repeat(size) }));

describe("push", () => {
  test("sends the envelope of the contract, and nothing else", async () => {
    await made.vault.write([{ ...makeEdit("a"), surprise: 1 } as never]);
    const [queued] = made.vault.outbox();
    await push();
    const [request] = server.requests;
    expect(request?.headers.get("X-Kinesync")).toBe("1");
    expect(request?.headers.get("Content-Type")).toBe("application/json");
    expect(request?.body).toEqual({
      protocol: 1,
      device_id: made.enrolment.deviceId,
      epoch: null,
      mutations: [queued?.mutation],
    });
    expect(Object.keys(queued?.mutation ?? {}).sort()).toEqual([
      "base_version",
      "clock_offset_ms",
      "data",
      "depends_on",
      "entity",
      "id",
      "kind",
      "made_at",
      "n",
      "schema",
    ]);
  });

  test("takes at most 50 mutations or 256 KB, in order, gzipped", async () => {
    await made.vault.write(many(120));
    await made.vault.write(many(4, 100_000));
    await push();
    expect(server.pushes.map((batch) => batch.length)).toEqual([50, 50, 22, 2]);
    expect(server.pushes.flat().map(({ n }) => n)).toEqual(Array.from({ length: 124 }, (_, i) => i + 1));
    expect(server.requests.every(({ headers }) => headers.get("Content-Encoding") === "gzip")).toBe(true);
    expect(made.vault.outbox()).toEqual([]);
    expect(made.vault.sent()).toHaveLength(124);
  });

  test("an answer that was lost makes the same bytes go again, with one effect", async () => {
    await made.vault.write([makeEdit("a")]);
    let lost = true;
    server.disturb = (path) => {
      if (path !== "/api/sync/push" || !lost) return undefined;
      lost = false;
      for (const mutation of server.pushes[0] ?? []) {
        server.ledger.set(mutation.id, { mutation, verdict: { verdict: "applied", version: 7, hash: "h" } });
      }
      return new TypeError("connection reset");
    };
    await expect(push()).rejects.toMatchObject({ kind: "no-network" });
    expect(made.vault.outbox()).toHaveLength(1);
    await made.vault.write([makeEdit("b")]);
    await push();
    expect(server.pushes[1]?.[0]).toEqual(server.pushes[0]?.[0]);
    expect(server.pushes[1]?.[1]?.data.text).toBe("b");
    expect(made.vault.sent()[0]?.verdict).toMatchObject({ verdict: "applied", version: 7 });
  });

  test.each([400, 413, 422])(
    "halves a batch answered %i down to the one at fault, which keeps its words",
    async (status) => {
      await made.vault.write(many(20));
      const bad = made.vault.outbox()[13]?.mutation.id;
      server.disturb = (path, body) => {
        if (path !== "/api/sync/push") return undefined;
        const ids = ((body?.mutations ?? []) as { id: string }[]).map(({ id }) => id);
        return bad && ids.includes(bad) ? problem(status, "malformed") : undefined;
      };
      await push();
      expect(made.vault.outbox()).toEqual([]);
      expect(made.vault.sent()).toHaveLength(19);
      expect(made.vault.quarantine()).toMatchObject([
        {
          n: 14,
          mutation: { data: { i: 13 } },
          because: { verdict: "rejected", type: "/problems/malformed", only_here: true },
        },
      ]);
      expect(server.requests.length).toBeLessThan(14);
    },
  );

  test.each([
    ["401", () => problem(401, "sign-in")],
    ["403", () => problem(403, "forbidden")],
    ["429", () => problem(429, "slow-down")],
    ["500", () => problem(500, "internal")],
    ["503", () => problem(503, "busy")],
    ["200 HTML of a hotspot", () => html(200)],
    ["400 HTML of a proxy", () => html(400)],
    ["413 HTML of a proxy", () => html(413)],
    [
      "422 JSON of somebody else",
      () => new Response("{}", { status: 422, headers: { "Content-Type": "application/json" } }),
    ],
    [
      "200 JSON of somebody else",
      () => new Response("{}", { headers: { "Content-Type": "application/json" } }),
    ],
    [
      "200 cut in the middle",
      () => new Response('{"epoch": "', { headers: { "Content-Type": "application/json" } }),
    ],
    ["nothing", () => new TypeError("offline")],
  ])("%s leaves the outbox as it is and sets nothing aside", async (_name, answer) => {
    await made.vault.write(many(3));
    server.disturb = answer;
    await expect(push()).rejects.toBeInstanceOf(ApiFault);
    expect(made.vault.outbox()).toHaveLength(3);
    expect(made.vault.quarantine()).toEqual([]);
    expect(server.requests).toHaveLength(1);
  });

  test("verdicts of another number or for other ids count as not ours", async () => {
    await made.vault.write(many(2));
    const answer = { epoch: "e", server_time: new Date(NOON).toISOString(), acked_n: 0, seq: 1 };
    const applied = { verdict: "applied", version: 1, hash: "h" };
    for (const verdicts of [[applied], [applied, { ...applied, id: "another" }]]) {
      server.disturb = () =>
        new Response(JSON.stringify({ ...answer, verdicts }), {
          headers: { "Content-Type": "application/json" },
        });
      await expect(push()).rejects.toMatchObject({ kind: "not-ours" });
    }
    expect(made.vault.outbox()).toHaveLength(2);
  });

  test("each verdict does what the contract says", async () => {
    await made.vault.write(many(5));
    server.judge = ({ n }) =>
      [
        undefined,
        { verdict: "conflict", version: 4, theirs: { section: "plan", text: "hers" }, by: "x", at: "y" },
        { verdict: "rejected", type: "/problems/visit-signed", title: "Signed", detail: "d", pointer: null },
        { verdict: "deferred", waits_for: ["z"] },
        { verdict: "retry", type: "server-older" },
      ][n - 1];
    await push();
    expect(made.vault.sent().map(({ n }) => n)).toEqual([1]);
    expect(made.vault.quarantine()).toMatchObject([
      { n: 2, because: { verdict: "conflict", theirs: { text: "hers" } } },
      { n: 3, because: { verdict: "rejected", type: "/problems/visit-signed", detail: "d" } },
    ]);
    expect(made.vault.outbox().map(({ n, last }) => [n, last?.verdict])).toEqual([
      [4, "deferred"],
      [5, "retry"],
    ]);
  });

  test("a deferred mutation goes again as soon as another got through", async () => {
    await made.vault.write(many(2));
    const [first, second] = made.vault.outbox().map(({ mutation }) => mutation.id);
    server.judge = ({ id }) =>
      id === first && !server.ledger.has(second ?? "")
        ? { verdict: "deferred", waits_for: [second] }
        : undefined;
    await push();
    expect(made.vault.outbox()).toEqual([]);
  });

  test("a word that this app does not know is asked again, not guessed", async () => {
    await made.vault.write(many(1));
    server.judge = () => ({ verdict: "retry-with-co-signature" });
    server.ledger.clear();
    await push();
    expect(made.vault.outbox()[0]?.last).toEqual({ verdict: "retry", type: "retry-with-co-signature" });
  });

  test("the server's time becomes the offset of later mutations", async () => {
    server.clock = NOON - 1840;
    await made.vault.write([makeEdit("a")]);
    await push();
    await made.vault.write([makeEdit("b")]);
    expect(made.vault.outbox()[0]?.mutation.clock_offset_ms).toBe(-1840);
  });

  test("a restored server gets again what it had confirmed", async () => {
    await made.vault.write(many(3));
    await push();
    server.restore("0190c000-0000-7000-8000-00000000e002");
    await made.vault.write([makeEdit("new")]);
    await push();
    expect([...server.ledger.values()].map(({ mutation }) => mutation.n).sort()).toEqual([1, 2, 3, 4]);
    expect(made.vault.forSync.epoch()).toBe(server.epoch);
    expect(made.vault.sent()).toHaveLength(4);
  });

  test("a restored server gets again what it had refused, byte for byte, until it has refused it anew", async () => {
    const refusal = { verdict: "rejected", type: "/problems/visit-void", title: "Void" };
    const conflict = { verdict: "conflict", version: 4, theirs: { text: "hers" }, by: "x", at: "y" };
    server.judge = ({ n }) => [undefined, refusal, conflict, undefined][n - 1];
    await made.vault.write(many(3));
    await push();
    const refused = made.vault.quarantine();
    const before = server.pushes.flat();
    server.restore("0190c000-0000-7000-8000-00000000e002");
    await made.vault.forSync.renewEpoch(server.epoch);
    expect(made.vault.quarantine()).toEqual([]); // only this tablet has them: so says what waits
    expect(made.vault.outbox().map(({ n }) => n)).toEqual([1, 2, 3]);
    await push();
    expect(made.vault.quarantine()).toEqual(refused);
    expect(made.vault.outbox()).toEqual([]);
    expect(server.pushes.flat().slice(before.length)).toEqual(before);
    await push();
    expect(server.pushes.flat()).toHaveLength(2 * before.length);
  });

  test("what only waits again is not decided: the decision is refused and nothing of it is stored", async () => {
    server.judge = () => ({ verdict: "rejected", type: "/problems/visit-void", title: "Void" });
    await made.vault.write(many(1));
    await push();
    await made.vault.forSync.renewEpoch("0190c000-0000-7000-8000-00000000e002");
    await expect(made.vault.write(many(1), { settles: [1] })).rejects.toMatchObject({ kind: "aborted" });
    expect(made.vault.outbox().map(({ n }) => n)).toEqual([1]);
  });
});

describe("pull", () => {
  test("takes all pages and goes on from the cursor", async () => {
    server.pageSize = 2;
    for (let i = 0; i < 5; i++) server.put("patient", `p${i}`, 1, patientChange().data);
    await pull();
    expect(made.vault.rows().patient.size).toBe(5);
    expect(server.requests).toHaveLength(3);
    await pull();
    expect(server.requests).toHaveLength(4);
    expect(server.requests[3]?.path).toContain("cursor=");
  });

  test("no patient stands in an address", async () => {
    server.put("patient", PATIENT, 1, patientChange().data);
    await pull();
    await pull();
    expect(server.requests.map(({ path }) => path).join()).not.toContain(PATIENT);
  });

  test("a page that never came leaves cursor and rows as they were", async () => {
    server.pageSize = 1;
    server.put("patient", "p0", 1, patientChange().data);
    server.put("patient", "p1", 1, patientChange().data);
    let calls = 0;
    server.disturb = () => (++calls === 2 ? html(502) : undefined);
    await expect(pull()).rejects.toMatchObject({ kind: "not-ours", status: 502 });
    expect(made.vault.rows().patient.size).toBe(1);
    await pull();
    expect(made.vault.rows().patient.size).toBe(2);
  });

  test("a cursor that the server does not know is forgotten, and everything is pulled again", async () => {
    server.put("patient", PATIENT, 1, patientChange().data);
    await pull();
    server.disturb = (path) => (path.includes("cursor=") ? problem(400, "foreign-cursor") : undefined);
    await pull();
    expect(made.vault.rows().patient.size).toBe(1);
    expect(made.vault.quarantine()).toEqual([]);
  });

  test("a restored server's rows replace newer ones, and confirmed work waits again", async () => {
    await made.vault.write([makeMutation("visit.end", {}, { entity: VISIT })]);
    await push();
    server.put("visit", VISIT, 9, { patient_id: PATIENT, status: "signed" });
    await pull();
    server.restore("0190c000-0000-7000-8000-00000000e002");
    server.put("visit", VISIT, 2, { patient_id: PATIENT, status: "open" });
    await pull();
    expect(made.vault.rows().visit.get(VISIT)).toMatchObject({ version: 2, status: "open" });
    expect(made.vault.outbox().map(({ n }) => n)).toEqual([1]);
  });

  test("a server that says there is more but gives the same cursor does not hang the tablet", async () => {
    const page = {
      epoch: "e",
      cursor: "same",
      has_more: true,
      scope_version: "1",
      backup_seq: null,
      acked_n: 0,
      server_time: new Date(NOON).toISOString(),
      removed: [],
      changes: [],
    };
    server.disturb = () =>
      new Response(JSON.stringify(page), { headers: { "Content-Type": "application/json" } });
    await expect(pull()).rejects.toMatchObject({ kind: "not-ours" });
  });
});

describe("call", () => {
  test("tells problems by their type and keeps Retry-After", async () => {
    server.disturb = () => problem(429, "slow-down", { "Retry-After": "7" });
    await expect(call("GET", "/api/reviews")).rejects.toMatchObject({
      kind: "problem",
      status: 429,
      type: "/problems/slow-down",
      retryAfterSeconds: 7,
    });
  });

  test("returns nothing for 204", async () => {
    server.disturb = () => new Response(null, { status: 204 });
    expect(await call("DELETE", "/api/session")).toBeUndefined();
  });
});

test("work survives a lock in the middle of everything", async () => {
  await made.vault.write(many(3));
  server.disturb = () => {
    made.vault.lock();
    return undefined;
  };
  await push().catch(() => {});
  server.disturb = () => undefined;
  const vault = await made.storage.unlock(made.person, PIN);
  expect(vault.outbox().length + vault.sent().length).toBe(3);
  await pushAll(vault, now);
  expect(vault.sent()).toHaveLength(3);
  expect(server.ledger.size).toBe(3);
  vault.lock();
});
