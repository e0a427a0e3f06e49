/** The service worker against a small stand-in for the browser: caches, a server, events. */
import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test, vi } from "vitest";

const ORIGIN = "http://localhost:8097";
const FILES: Record<string, string> = {
  "/index.html": "<html>app</html>",
  "/assets/main-1.js": "run()",
  "/assets/argon2-1.js": "derive()",
  "/icons/any.svg": "<svg/>",
};

type Listener = (event: unknown) => void;
let listeners: Map<string, Listener>;
let store: Map<string, Map<string, Response>>;
let server: Map<string, Response>;
let online: boolean;
let full: boolean;
let registration: { showNotification: unknown; installing: object | null; waiting: object | null };
let fetched: string[];
let shown: unknown[];
let scope: { skipWaiting: ReturnType<typeof vi.fn>; clients: Record<string, ReturnType<typeof vi.fn>> };

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function ok(body: string): Response {
  return new Response(body, { headers: { "Content-Security-Policy": "script-src 'self'" } });
}

function makeCache(name: string) {
  const entries = store.get(name) ?? new Map<string, Response>();
  store.set(name, entries);
  return {
    match: async (path: string) => entries.get(path)?.clone(),
    put: async (path: string, response: Response) => {
      if (full) throw new DOMException("full", "QuotaExceededError");
      entries.set(path, response);
    },
    delete: async (path: string) => entries.delete(path),
  };
}

async function fetchStandIn(asked: string | Request): Promise<Response> {
  const path = typeof asked === "string" ? asked : new URL(asked.url).pathname;
  fetched.push(path);
  if (!online) throw new TypeError("offline");
  return server.get(path)?.clone() ?? new Response("no such file", { status: 404 });
}

/** Load the worker as a browser would, for a build of these files. */
async function load(files = FILES, id = "build-1"): Promise<void> {
  listeners = new Map();
  vi.resetModules();
  vi.stubGlobal("__BUILD__", {
    id,
    files: Object.entries(files).map(([path, text]) => ({ path, sha256: sha256(text) })),
  });
  await import("./worker");
}

async function dispatch(type: string, more: object = {}): Promise<void> {
  const waits: Promise<unknown>[] = [];
  listeners.get(type)?.({ ...more, waitUntil: (wait: Promise<unknown>) => waits.push(wait) });
  await Promise.all(waits);
}

async function request(path: string, more: Partial<Request> = {}): Promise<Response | null> {
  let answer: Promise<Response> | null = null;
  const asked = {
    url: path.startsWith("http") ? path : ORIGIN + path,
    method: "GET",
    mode: "same-origin",
    ...more,
  };
  listeners.get("fetch")?.({
    request: asked,
    respondWith: (given: Promise<Response>) => {
      answer = given;
    },
  });
  return answer;
}

beforeEach(async () => {
  store = new Map();
  server = new Map(Object.entries(FILES).map(([path, text]) => [path, ok(text)]));
  online = true;
  full = false;
  fetched = [];
  shown = [];
  scope = {
    skipWaiting: vi.fn(),
    clients: { claim: vi.fn(), matchAll: vi.fn(async () => []), openWindow: vi.fn() },
  };
  registration = {
    showNotification: async (...given: unknown[]) => void shown.push(given),
    installing: null,
    waiting: null,
  };
  vi.stubGlobal("self", {
    ...scope,
    addEventListener: (type: string, listener: Listener) => listeners.set(type, listener),
    location: { origin: ORIGIN },
    registration,
  });
  vi.stubGlobal("caches", {
    open: async (name: string) => makeCache(name),
    keys: async () => [...store.keys()],
    delete: async (name: string) => store.delete(name),
  });
  vi.stubGlobal("fetch", fetchStandIn);
  await load();
});

async function installed(): Promise<void> {
  await dispatch("install");
  await dispatch("activate");
  fetched = [];
}

test("the whole build is there after installing, and nothing else", async () => {
  await installed();
  expect([...(store.get("kinesync-build-1")?.keys() ?? [])].sort()).toEqual(
    [...Object.keys(FILES), "/turn"].sort(),
  );
});

test("a file with another content, an error or a hotspot's page lets installing fail", async () => {
  for (const answer of [ok("run(evil)"), new Response("gone", { status: 404 })]) {
    server.set("/assets/main-1.js", answer);
    await expect(dispatch("install")).rejects.toThrow("/assets/main-1.js");
  }
});

test("what is taken away while installing is fetched again before it is done", async () => {
  const keep = server.get.bind(server);
  vi.spyOn(server, "get").mockImplementation((path) => {
    if (path === "/assets/argon2-1.js" && fetched.length === 3) store.delete("kinesync-build-1");
    return keep(path);
  });
  await dispatch("install");
  expect([...(store.get("kinesync-build-1")?.keys() ?? [])].sort()).toEqual(Object.keys(FILES).sort());
});

describe("with the server dead", () => {
  beforeEach(async () => {
    await installed();
    online = false;
  });

  test.each(["/", "/visit/0190c000-0000-7000-8000-000000000001", "/index.html"])(
    "%s opens the app",
    async (path) => {
      const answer = await request(path, { mode: "navigate" });
      expect(await answer?.text()).toBe(FILES["/index.html"]);
      expect(fetched).toEqual([]);
    },
  );

  test("scripts come with the headers that the server gave them", async () => {
    const answer = await request("/assets/argon2-1.js");
    expect(answer?.headers.get("Content-Security-Policy")).toBe("script-src 'self'");
  });

  test("a poisoned file is not served", async () => {
    store.get("kinesync-build-1")?.set("/assets/main-1.js", ok("steal()"));
    await expect(request("/assets/main-1.js")).rejects.toThrow("offline");
  });
});

test.each(["/api/session", "/api/sync/pull?cursor=x", "/healthz", "/sw.js"])(
  "%s is not touched",
  async (path) => {
    await installed();
    expect(await request(path)).toBeNull();
    expect(await request(path, { mode: "navigate" })).toBeNull();
  },
);

test("other methods and other origins are not touched", async () => {
  expect(await request("/", { method: "POST" })).toBeNull();
  expect(await request("https://elsewhere.example/assets/main-1.js")).toBeNull();
});

test.each(["poisoned", "missing"])("a %s entry is healed when it is asked for", async (how) => {
  await installed();
  const cache = store.get("kinesync-build-1");
  if (how === "missing") cache?.delete("/index.html");
  else cache?.set("/index.html", ok("<html>evil</html>"));
  const answer = await request("/", { mode: "navigate" });
  expect(await answer?.text()).toBe(FILES["/index.html"]);
  online = false;
  expect(await (await request("/", { mode: "navigate" }))?.text()).toBe(FILES["/index.html"]);
});

test("poisoned and missing entries are healed when it takes over", async () => {
  await dispatch("install");
  store.get("kinesync-build-1")?.set("/index.html", ok("evil"));
  store.get("kinesync-build-1")?.delete("/icons/any.svg");
  await dispatch("activate");
  online = false;
  expect(await (await request("/", { mode: "navigate" }))?.text()).toBe(FILES["/index.html"]);
  expect(await (await request("/icons/any.svg"))?.text()).toBe(FILES["/icons/any.svg"]);
});

test("a server that has a newer build answers itself, and nothing of it enters the cache", async () => {
  await installed();
  store.get("kinesync-build-1")?.delete("/index.html");
  server.set("/", ok("<html>newer</html>"));
  server.set("/index.html", ok("<html>newer</html>"));
  expect(await (await request("/", { mode: "navigate" }))?.text()).toBe("<html>newer</html>");
  expect(store.get("kinesync-build-1")?.has("/index.html")).toBe(false);
});

describe("a second build", () => {
  const SECOND: Record<string, string> = {
    ...FILES,
    "/index.html": "<html>two</html>",
    "/assets/main-2.js": "run(2)",
  };

  beforeEach(async () => {
    await installed();
    for (const [path, text] of Object.entries(SECOND)) server.set(path, ok(text));
    server.delete("/assets/main-1.js");
    const { "/assets/main-1.js": _, ...files } = SECOND;
    await load(files, "build-2");
  });

  test("fetches only what changed, and does not take over by itself", async () => {
    await dispatch("install");
    expect(fetched.sort()).toEqual(["/assets/main-2.js", "/index.html"]);
    expect(scope.skipWaiting).not.toHaveBeenCalled();
  });

  test("takes over when the app says so", async () => {
    await dispatch("message", { data: "anything" });
    expect(scope.skipWaiting).not.toHaveBeenCalled();
    await dispatch("message", { data: "activate" });
    expect(scope.skipWaiting).toHaveBeenCalledOnce();
  });

  test("keeps the build before it, whose pages still find their chunks", async () => {
    await dispatch("install");
    await dispatch("activate");
    online = false;
    expect(await (await request("/assets/main-1.js"))?.text()).toBe("run()");
    expect(await (await request("/", { mode: "navigate" }))?.text()).toBe("<html>two</html>");
  });

  test("a third one lets the first go", async () => {
    await dispatch("install");
    await dispatch("activate");
    await load({ "/index.html": "<html>two</html>" }, "build-3");
    await dispatch("install");
    await dispatch("activate");
    expect([...store.keys()]).toEqual(["kinesync-build-2", "kinesync-build-3"]);
  });

  test("one that was half downloaded does not push out the build before", async () => {
    server.delete("/assets/main-2.js");
    await expect(dispatch("install")).rejects.toThrow("/assets/main-2.js");
    await load({ "/index.html": "<html>two</html>", "/icons/any.svg": "<svg/>" }, "build-3");
    await dispatch("install");
    await dispatch("activate");
    expect([...store.keys()].sort()).toEqual(["kinesync-build-1", "kinesync-build-3"]);
    online = false;
    expect(await (await request("/assets/main-1.js"))?.text()).toBe("run()");
  });

  test.each(["installing", "waiting"] as const)(
    "taking over leaves what is here of a third one that is %s",
    async (how) => {
      await dispatch("install");
      store.set("kinesync-build-3", new Map([["/index.html", ok("<html>three</html>")]]));
      registration[how] = {};
      await dispatch("activate");
      expect([...store.keys()].sort()).toEqual(["kinesync-build-1", "kinesync-build-2", "kinesync-build-3"]);
    },
  );

  test("a full disk keeps it neither from letting old ones go nor from taking over its pages", async () => {
    await dispatch("install");
    store.set("kinesync-build-0", new Map());
    full = true;
    await dispatch("activate");
    expect([...store.keys()].sort()).toEqual(["kinesync-build-1", "kinesync-build-2"]);
    expect(scope.clients.claim).toHaveBeenCalledTimes(2);
  });

  test("after an older one came back, that one is the build before the next", async () => {
    await dispatch("install");
    await dispatch("activate");
    await load();
    await installed();
    await load({ "/index.html": "<html>two</html>" }, "build-3");
    await dispatch("install");
    await dispatch("activate");
    expect([...store.keys()].sort()).toEqual(["kinesync-build-1", "kinesync-build-3"]);
  });

  test("caches of others are left alone", async () => {
    store.set("somebody-else", new Map());
    await dispatch("install");
    await dispatch("activate");
    expect([...store.keys()]).toContain("somebody-else");
  });
});

test.each([undefined, { text: () => "Zebedee Quillfeather, 97112 at 10:00" }])(
  "every push shows the same words",
  async (data) => {
    await dispatch("push", { data });
    expect(shown).toEqual([
      [
        "Kinesync",
        { body: "There is something to look at. Open the app.", tag: "kinesync", icon: "/icons/any-192.png" },
      ],
    ]);
  },
);

test("a tap on a notification opens the app, or shows it when it is open", async () => {
  const close = vi.fn();
  await dispatch("notificationclick", { notification: { close } });
  expect(scope.clients.openWindow).toHaveBeenCalledWith("/");
  const focus = vi.fn();
  scope.clients.matchAll?.mockResolvedValue([{ focus }]);
  await dispatch("notificationclick", { notification: { close } });
  expect(focus).toHaveBeenCalledOnce();
  expect(close).toHaveBeenCalledTimes(2);
});
