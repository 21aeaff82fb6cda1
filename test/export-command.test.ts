import "reflect-metadata";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anObservation } from "./support/observations.js";
import { ordinaryCallback } from "./support/many-callbacks.js";
import { openStore } from "../src/stores/registry.js";
import type { Store } from "../src/stores/store.js";
import type { Options } from "../src/cli/command.js";
import { exportCallbacks, toExportOptions } from "../src/cli/export.js";

const NOW = Date.UTC(2026, 5, 1);
const at = (name: string): string => join(directory, name);
let directory: string;
let store: Store;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  const north = {
    vendor: "talkdesk",
    baseUrl: "https://talkdesk.invalid",
    auth: { accountName: "a", clientId: "b", clientSecret: "c" },
    names: { queues: { q1: "Billing" }, agents: { a1: "Eva" } },
  };
  writeFileSync(at("settings.json"), JSON.stringify({ dataDirectory: at("data"), sources: { north } }));
  const database = { connections: 1, statementTimeoutMs: 1000 };
  // Open as long as the test: a gateway may run meanwhile.
  store = await openStore({ databaseUrl: null, dataDirectory: at("data"), database });
  for (const source of ["north", "removed"]) {
    const observations = [0, 1, 2].map((index) => anObservation(NOW, ordinaryCallback(index, source, "TALKDESK")));
    await store.record({ source, observations, quarantined: [], answered: null, now: NOW });
  }
});
afterEach(async () => {
  await store.close();
  rmSync(directory, { recursive: true, force: true });
});

const run = async (options: Options): Promise<string> => {
  const output = at(`out-${Math.random()}`);
  await exportCallbacks({ RINGBACK_CONFIG: at("settings.json") }, toExportOptions({ output, ...options }), () => NOW);
  expect(statSync(output).mode & 0o777).toBe(0o600);
  return readFileSync(output, "utf8");
};

describe("ringback export", () => {
  it("writes the callbacks of the sources of the settings, with names and PII", async () => {
    expect(await run({ fields: "source,vendorId,customerPhoneNumber,queueName,agentName" })).toMatch(
      /^source,vendorId,customerPhoneNumber,queueName,agentName,cursor\r\n(?:north,\d,'\+49301234100\d,Billing,Eva,\w+\r\n){3}$/u,
    );
  });

  it("has a filter, an order, a format, a cursor to go on after, and a byte order mark", async () => {
    const order = '{"field":"CREATED_AT","direction":"DESC"}';
    const list = {
      format: "ndjson",
      order,
      filter: '{"createdAt":{"until":"2026-06-01T02:00:00Z"}}',
      fields: "vendorId",
    };
    const [first = "", second, end] = (await run(list)).split("\n");
    const { cursor } = JSON.parse(first) as { cursor: string };
    expect([first, second, end]).toEqual([
      expect.stringContaining('"vendorId":"1"'),
      expect.stringContaining('"vendorId":"0"'),
      expect.stringMatching(/^\{"end":true,"count":2,"changeCursor":"\w+"\}$/u),
    ]);
    expect(await run({ ...list, after: cursor })).toContain('"vendorId":"0"');
    expect(await run({ ...list, after: cursor })).not.toContain('"vendorId":"1"');
    expect(await run({ bom: true })).toMatch(/^\ufeffid,/u);
  });

  it.each<[Options, string]>([
    [{ format: "xlsx" }, "--format xlsx: expected csv or ndjson"],
    [{ filter: "{" }, "--filter: expected JSON"],
    [{ order: "x" }, "--order: expected JSON"],
    [{ filter: '{"nope":1}' }, 'Field "nope" is not defined'],
    [{ filter: '{"sources":["removed"]}' }, 'unknown source "removed"; expected north'],
    [{ fields: "nope" }, 'unknown column "nope"'],
    [{ after: "nope" }, "after is not a cursor"],
    [{ format: "ndjson", bom: true }, "--bom is for CSV"],
  ])("says what is wrong with %j", async (options, message) => {
    await expect(run(options)).rejects.toThrow(message);
  });

  it("replaces no file", async () => {
    writeFileSync(at("mine"), "mine");
    await expect(run({ output: at("mine") })).rejects.toThrow("mine: the file already exists");
    expect(readFileSync(at("mine"), "utf8")).toBe("mine");
  });
});
