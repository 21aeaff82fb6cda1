import { Writable } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import { createLogger } from "../../src/telemetry/logger.js";
import { startWorld, type World, type WorldOptions } from "../support/world.js";

const worlds: World[] = [];
afterEach(async () => {
  await Promise.all(worlds.splice(0).map((world) => world.close()));
});

async function start(options: WorldOptions = {}): Promise<World> {
  const world = await startWorld(options);
  worlds.push(world);
  return world;
}

type Line = Readonly<Record<string, unknown>>;

/** A logger, and the lines that it has written. */
function listen(level: "debug" | "warn"): { readonly logger: ReturnType<typeof createLogger>; readonly lines: Line[] } {
  const lines: Line[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      for (const text of chunk.toString().trim().split("\n")) lines.push(JSON.parse(text) as Line);
      done();
    },
  });
  return { logger: createLogger(level, stream), lines };
}

function post(world: World, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(`${world.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

describe("the log", () => {
  it("finds an operation by the id that its client was given, or gave", async () => {
    const { logger, lines } = listen("debug");
    const world = await start({ logger });
    const asked = { query: "query Wallboard { callbacks(first: 1) { totalCount } }" };
    const given = await post(world, asked, { "x-request-id": "crm-4711:a" });
    expect(given.headers.get("x-request-id")).toBe("crm-4711:a");
    const own = (await post(world, asked)).headers.get("x-request-id");
    const ended = lines.filter(({ msg }) => msg === "operation completed");
    expect(ended.map(({ requestId }) => requestId)).toEqual(["crm-4711:a", own]);
    expect(ended[0]).toMatchObject({ operation: "Wallboard", transport: "http", type: "query", outcome: "ok" });
  });

  it("accepts no request id that could be a phone number, or breaks a line", async () => {
    const world = await start();
    for (const id of ["+14155550100", "14155550100", "a b", "x".repeat(200)]) {
      const response = await post(world, { query: "{ __typename }" }, { "x-request-id": id });
      expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/u);
    }
  });

  it("warns of failures with their codes, but not of clients' errors", async () => {
    const { logger, lines } = listen("warn");
    const world = await start({ logger });
    await post(world, { query: '{ node(id: "nonsense") { id } }' });
    await post(world, { query: "{ nothing }" });
    expect(lines.filter(({ msg }) => msg === "operation completed")).toEqual([]);
    await world.store.close();
    await post(world, { query: "query Late { callbacks(first: 1) { totalCount } }" });
    const [failed] = lines.filter(({ msg }) => msg === "operation completed");
    expect(failed).toMatchObject({ level: 40, operation: "Late", outcome: "failed", codes: ["STORE_UNAVAILABLE"] });
  });

  it("redacts secrets and people wherever a line or an error brings them along", () => {
    const { logger, lines } = listen("debug");
    const quoted = Object.assign(new Error("duplicate"), { detail: "Key (phone_number)=(+14155550100) exists" });
    logger.info({ headers: { authorization: "Bearer abc-secret", "x-api-key": "abc-secret" }, err: quoted });
    logger.info({ password: "abc-secret", of: { one: { refreshToken: "abc-secret", phoneNumber: "+14155550100" } } });
    expect(lines).toHaveLength(2);
    expect(JSON.stringify(lines)).not.toMatch(/abc-secret|4155550100/u);
  });
});

describe("readiness", () => {
  it("lists each check with its result", async () => {
    const world = await start();
    const response = await fetch(`${world.url}/health/ready`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "ready", checks: { store: "ok", schema: "ok", feed: "ok" } });
  });

  it("names the reason once the store is gone, while the process stays live", async () => {
    const world = await start();
    await world.store.close();
    const response = await fetch(`${world.url}/health/ready`);
    expect(response.status).toBe(503);
    const { checks } = (await response.json()) as { checks: Record<string, string> };
    expect(checks["store"]).toBe("the store is closed");
    expect((await fetch(`${world.url}/health/live`)).status).toBe(200);
    await expect
      .poll(
        async () => ((await (await fetch(`${world.url}/health/ready`)).json()) as { checks: Line }).checks["feed"],
        {
          timeout: 90_000,
        },
      )
      .toContain("cannot be read");
  });
});
