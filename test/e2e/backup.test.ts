import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ListPage } from "../../src/stores/store.js";
import { openSqliteStore } from "../../src/stores/sqlite/sqlite.js";
import type { RecordedChange } from "../../src/domain/query.js";
import { ask } from "../support/ask.js";
import { startProcess, type RunningProcess } from "../support/process.js";

let directory: string;
const running: RunningProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
});
afterEach(async () => {
  for (const started of running.splice(0)) {
    started.child.kill("SIGKILL");
    await started.ended();
  }
  rmSync(directory, { recursive: true, force: true });
});

const at = (name: string): string => join(directory, name);

function start(command: readonly string[], data: string): RunningProcess {
  const started = startProcess(command, { PORT: "0", RINGBACK_DATA_DIR: at(data) });
  running.push(started);
  return started;
}

/** A command, to its end. */
async function run(command: readonly string[], data: string): Promise<{ code: number | string; output: string }> {
  const started = start(command, data);
  return { code: await started.ended(), output: started.output() };
}

/** What a store holds: a page as its cursors know it, and the log. */
async function contents(data: string): Promise<{ page: ListPage; changes: readonly RecordedChange[] }> {
  const store = await openSqliteStore(at(data));
  try {
    const slice = { size: 1000, from: "start", after: null, before: null } as const;
    const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
    const page = await store.list({ filter: {}, orderBy, slice, now: 0, isCounted: true });
    return { page, changes: await store.readChanges(0, 1_000_000) };
  } finally {
    await store.close();
  }
}

describe("a backup", { timeout: 240_000 }, () => {
  it("made while the gateway works restores to the same lists and cursors", async () => {
    const demo = start(["demo"], "data");
    const [, url = ""] = await demo.waitFor(/API\s+(http:\S+)\/graphql/u);
    const query = "{ callbacks(first: 1) { totalCount } }";
    const work = Array.from({ length: 50 }, () => ask<{ callbacks: { totalCount: number } }>(url, query));
    const [during] = await Promise.all([run(["backup", at("during.db")], "data"), ...work]);
    expect(during).toMatchObject({ code: 0 });
    expect(statSync(at("during.db")).mode & 0o777).toBe(0o600);

    const refused = await run(["restore", at("during.db"), "--force"], "data");
    expect(refused.code).toBe(1);
    expect(refused.output).toContain("stop that gateway first");

    demo.child.kill("SIGTERM");
    expect(await demo.ended()).toBe(0);
    expect(await run(["backup", at("after.db")], "data")).toMatchObject({ code: 0 });
    expect(await run(["restore", at("during.db")], "restored-during")).toMatchObject({ code: 0 });
    expect(await run(["restore", at("after.db")], "restored-after")).toMatchObject({ code: 0 });

    const original = await contents("data");
    expect(original.page.totalCount).toBeGreaterThan(0);
    expect(await contents("restored-after")).toEqual(original);
    const early = await contents("restored-during");
    expect(early.changes.length).toBeGreaterThan(0);
    expect(early.changes).toEqual(original.changes.slice(0, early.changes.length));
  });

  it("leaves the numbers free that were given after it, so that no cursor means another change", async () => {
    const demo = start(["demo"], "data");
    const [, url = ""] = await demo.waitFor(/API\s+(http:\S+)\/graphql/u);
    await ask(url, "{ callbacks(first: 1) { totalCount } }");
    expect(await run(["backup", at("b.db")], "data")).toMatchObject({ code: 0 });
    demo.child.kill("SIGTERM");
    await demo.ended();
    expect(await run(["restore", at("b.db"), "--force"], "data")).toMatchObject({ code: 0 });
    const { changes } = await contents("data");
    const again = start(["demo"], "data");
    await again.waitFor(/API\s+(http:\S+)\/graphql/u);
    await expect
      .poll(async () => (await contents("data")).changes.length, { timeout: 90_000 })
      .toBeGreaterThan(changes.length);
    const next = (await contents("data")).changes[changes.length];
    expect(next?.position).toBeGreaterThan((changes.at(-1)?.position ?? 0) + 1_000_000);
  });

  it("overwrites nothing unasked, and takes no other file for one", async () => {
    const demo = start(["demo"], "data");
    await demo.waitFor(/API\s+(http:\S+)\/graphql/u);
    demo.child.kill("SIGTERM");
    await demo.ended();
    expect(await run(["backup", at("b.db")], "data")).toMatchObject({ code: 0 });
    expect((await run(["backup", at("b.db")], "data")).output).toContain("exists already");
    expect((await run(["restore", at("b.db")], "data")).output).toContain("overwrite it with --force");
    writeFileSync(at("other.db"), "nothing of the kind");
    expect((await run(["restore", at("other.db")], "elsewhere")).output).toContain("not a complete backup");
    expect(existsSync(at("elsewhere"))).toBe(false);
    expect((await run(["backup"], "data")).code).toBe(2);
  });
});
