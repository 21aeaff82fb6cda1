import { once } from "node:events";
import { Writable } from "node:stream";
import Fastify from "fastify";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { aContext, serveStub, type ServedStub, type ServeOptions } from "../../test/support/serve-stub.js";
import { stubLoaders } from "../../test/support/stub-loaders.js";
import { badUserInput } from "../domain/errors.js";
import type { Loaders } from "../loaders/loaders.js";
import { serveHealth } from "./ops/health.js";

const running: ServedStub[] = [];

async function serve(options: ServeOptions = {}): Promise<ServedStub> {
  const server = await serveStub(options);
  running.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.close()));
});

function post(url: string, query: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify({ query }),
  });
}

/** A request that waits in the loaders until it is let go. */
function waitingLoaders(): { loaders: Loaders; arrived: Promise<void>; release: () => void } {
  const base = stubLoaders();
  let arrive = (): void => undefined;
  let release = (): void => undefined;
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  const callbacks: Loaders["callbacks"] = async (query) => {
    arrive();
    await released;
    return base.callbacks(query);
  };
  return { loaders: { ...base, callbacks }, arrived, release: () => release() };
}

/** Resolves once the server accepts no connections any more; responses until then are read. */
async function refusal(url: string): Promise<void> {
  for (;;) {
    try {
      await (await fetch(`${url}/health/live`)).text();
    } catch {
      return;
    }
  }
}

const LIST = "{ callbacks { totalCount } }";
const failing = (error: Error): Loaders => ({ ...stubLoaders(), callbacks: () => Promise.reject(error) });

describe("health", () => {
  it("is live as soon as it responds, and ready when its dependencies are", async () => {
    const { url } = await serve();
    expect(await (await fetch(`${url}/health/live`)).json()).toEqual({ status: "live" });
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([200, { status: "ready", checks: { store: "ok" } }]);
  });

  it("says with 503 what is missing, also when the query itself fails", async () => {
    const { url } = await serve({ readiness: () => Promise.resolve({ ok: false, checks: { store: "disk full" } }) });
    const response = await fetch(`${url}/health/ready`);
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: "unavailable", checks: { store: "disk full" } },
    ]);
    const broken = await serve({ readiness: () => Promise.reject(new Error("nobody there")) });
    expect((await fetch(`${broken.url}/health/ready`)).status).toBe(503);
  });

  it("is no longer ready while it drains, but still live", async () => {
    const app = Fastify();
    serveHealth(
      app,
      () => Promise.resolve({ ok: true, checks: {} }),
      () => true,
    );
    expect((await app.inject("/health/ready")).json()).toEqual({ status: "draining", checks: {} });
    expect((await app.inject("/health/live")).statusCode).toBe(200);
    await app.close();
  });
});

describe("a response over HTTP", () => {
  it("comes by POST and, with a header that other origins' pages cannot set, by GET", async () => {
    const { url } = await serve();
    const answer = { data: { callbacks: { totalCount: 0 } }, extensions: { cost: { requested: 60, limit: 50_000 } } };
    expect(await (await post(url, LIST)).json()).toEqual(answer);
    const address = `${url}/graphql?query=${encodeURIComponent(LIST)}`;
    expect((await fetch(address)).status).toBe(400);
    expect(await (await fetch(address, { headers: { "apollo-require-preflight": "1" } })).json()).toEqual(answer);
  });

  it("with data and errors is 294 for who reads GraphQL responses, and 200 for who reads plain JSON", async () => {
    const { url } = await serve({ createContext: () => aContext(failing(badUserInput("no"))) });
    const query = `{ sources { name } callbacks { totalCount } }`;
    const graphql = await post(url, query, { accept: "application/graphql-response+json" });
    expect([graphql.status, graphql.ok, graphql.statusText]).toEqual([294, true, "Partial Success"]);
    expect((await post(url, query, { accept: "application/json" })).status).toBe(200);
    expect((await post(url, "{ sources { name } }", { accept: "application/graphql-response+json" })).status).toBe(200);
  });

  it("does not expose internal errors, which are passed to the listener", async () => {
    const bug = new Error("password=hunter2");
    const server = await serve({ createContext: () => aContext(failing(bug)) });
    const text = await (await post(server.url, LIST)).text();
    expect(JSON.parse(text)).toMatchObject({
      errors: [{ message: "internal error", path: ["callbacks"], extensions: { code: "INTERNAL_SERVER_ERROR" } }],
    });
    expect(text).not.toMatch(/hunter2|stack|\.ts/u);
    expect(server.unexpected).toEqual([bug]);
  });

  it("contains the schema only if the settings allow it", async () => {
    const query = "{ __schema { queryType { name } } }";
    expect((await post((await serve()).url, query)).status).toBe(200);
    const closed = await post((await serve({ settings: { introspection: false } })).url, query);
    expect([closed.status, await closed.json()]).toMatchObject([
      400,
      { errors: ["__schema", "queryType"].map(() => ({ extensions: { code: "GRAPHQL_VALIDATION_FAILED" } })) },
    ]);
  });

  it("may be read by pages of the origins in the settings, and of no other", async () => {
    const { url } = await serve({ settings: { corsOrigins: ["https://studio.apollographql.com/"] } });
    const allowedFor = async (origin: string): Promise<string | null> => {
      const headers = {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
      };
      const preflight = await fetch(`${url}/graphql`, { method: "OPTIONS", headers });
      const answer = await post(url, LIST, { origin });
      expect(answer.headers.get("access-control-allow-origin")).toBe(
        preflight.headers.get("access-control-allow-origin"),
      );
      return answer.headers.get("access-control-allow-origin");
    };
    expect(await allowedFor("https://studio.apollographql.com")).toBe("https://studio.apollographql.com");
    expect(await allowedFor("https://elsewhere.example")).toBeNull();
  });

  it("may be read by pages of this origin alone where the settings name none", async () => {
    const answer = await post((await serve()).url, LIST, { origin: "https://elsewhere.example" });
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
  });

  it("leaves nothing of the operation in the log", async () => {
    const lines: string[] = [];
    const log = new Writable({ write: (chunk: Buffer, _, done) => (lines.push(chunk.toString()), done()) });
    const { url } = await serve({ logger: pino({ level: "trace" }, log) });
    const query = `{ callbacks(filter: { phoneNumbers: ["+15550100001"] }) { totalCount } }`;
    const address = `${url}/graphql?query=${encodeURIComponent(query)}`;
    expect((await fetch(address, { headers: { "apollo-require-preflight": "1" } })).status).toBe(200);
    expect(lines.filter((line) => line.includes('"path":"/graphql"'))).toHaveLength(1);
    expect(lines.join("")).not.toContain("5550100001");
  });
});

describe("a client that leaves", () => {
  it("aborts its own request, and one that stays does not", async () => {
    const signals: AbortSignal[] = [];
    const { loaders, arrived, release } = waitingLoaders();
    const { url } = await serve({
      createContext: ({ signal }) => {
        signals.push(signal);
        return aContext(signals.length === 1 ? loaders : stubLoaders());
      },
    });
    const controller = new AbortController();
    const left = fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query: LIST }),
      signal: controller.signal,
    });
    await arrived;
    controller.abort();
    await expect(left).rejects.toThrow("aborted");
    if (signals[0]?.aborted === false) await once(signals[0], "abort");
    await (await post(url, LIST)).text();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
    release();
  });
});

describe("close", () => {
  it("lets a running request finish, and takes no new connections", async () => {
    const { loaders, arrived, release } = waitingLoaders();
    const server = await serve({ createContext: () => aContext(loaders) });
    const answer = post(server.url, LIST);
    await arrived;
    const closed = server.close();
    await refusal(server.url);
    release();
    expect(await (await answer).json()).toMatchObject({ data: { callbacks: { totalCount: 0 } } });
    expect((await answer).headers.get("connection")).toBe("close");
    await closed;
  });

  it("may be called twice; a server whose port is taken says so, and ends", async () => {
    const server = await serve();
    const port = Number(new URL(server.url).port);
    await expect(serveStub({ settings: { port } })).rejects.toMatchObject({ code: "EADDRINUSE" });
    await Promise.all([server.close(), server.close()]);
    await server.close();
    await refusal(server.url);
  });
});
