import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { createRandom } from "../../src/adapters/fake/random.js";
import { statisticsKey } from "../../src/domain/query.js";
import { openStore } from "../../src/stores/registry.js";
import type { Store } from "../../src/stores/store.js";
import { createDatabase } from "../support/postgres.js";
import { NOW, NUMBER } from "../support/old-callbacks.js";

const KILLS = 5;
const DAY = 86_400_000;
const SCRIPT = fileURLToPath(new URL("../support/old-callbacks.ts", import.meta.url));

describe.each(["embedded", "PostgreSQL"])("deleting from the %s store", { timeout: 300_000 }, (engine) => {
  let directory: string;
  let url = "";
  let drop = (): Promise<void> => Promise.resolve();
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), "ringback-"));
    if (engine === "PostgreSQL") {
      const created = await createDatabase(inject("postgresUrl"));
      url = created.url;
      drop = () => created.drop();
    }
    expect(await run("fill")).toBe("done");
  });
  afterEach(async () => {
    await drop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Runs the script; kills it this long after it began, unless it is done by then. Returns its last line. */
  async function run(work: "fill" | "delete" | "erase", killAfterMs: number | null = null): Promise<string> {
    const child = spawn(process.execPath, ["--import", "@oxc-node/core/register", SCRIPT, work, directory, url]);
    let output = "";
    child.stderr.on("data", (text: Buffer) => (output += text.toString()));
    child.stdout.on("data", (text: Buffer) => {
      output += text.toString();
      if (killAfterMs !== null && output.includes("begins")) setTimeout(() => child.kill("SIGKILL"), killAfterMs);
    });
    await once(child, "close");
    return output.trim().split("\n").at(-1) ?? "";
  }
  async function read<Result>(use: (store: Store) => Promise<Result>): Promise<Result> {
    const database = { connections: 5, statementTimeoutMs: 60_000 };
    const store = await openStore({ databaseUrl: url === "" ? null : url, dataDirectory: directory, database });
    try {
      return await use(store);
    } finally {
      await store.close();
    }
  }
  /** In no order. */
  const figures = async (store: Store) => {
    const cells = await store.performance({
      filter: { sources: ["north"] },
      groupBy: ["QUEUE"],
      bounds: [NOW - 600 * DAY, NOW - 100 * DAY, NOW + DAY],
      hasWaits: true,
      now: NOW,
    });
    return new Map(cells.map((cell) => [`${cell.queue?.queueKey} ${cell.interval}`, cell]));
  };
  const counts = async (store: Store) => {
    const request = { filter: { isOpen: true }, timeZone: "UTC", now: NOW };
    const keys = ["SOURCE", "QUEUE", "STATUS"] as const;
    const toMap = (groups: Awaited<ReturnType<Store["statistics"]>>) =>
      new Map(groups.map((group) => [statisticsKey({ ...group, agent: null }), group.count]));
    return {
      fromTable: toMap(await store.statistics({ ...request, groupBy: keys })),
      fromRows: toMap(await store.statistics({ ...request, groupBy: [...keys, "AGENT"] })),
    };
  };
  const countAll = async (store: Store, filter: object = {}): Promise<number> => {
    const orderBy = { field: "CREATED_AT", direction: "ASC" } as const;
    const slice = { size: 1, from: "start", after: null, before: null } as const;
    return (await store.list({ filter, orderBy, slice, now: NOW, isCounted: true })).totalCount ?? 0;
  };

  it("by age continues where kill -9 interrupted it; figures of earlier days and counts of open callbacks stay right", async () => {
    const random = createRandom(30);
    const before = await read(figures);
    for (let kill = 0; kill < KILLS; kill += 1) await run("delete", Math.floor(random.next() * 400));
    expect(await run("delete")).toBe("done");
    await read(async (store) => {
      expect(await countAll(store)).toBe(600);
      expect(await countAll(store, { isOpen: true })).toBe(300);
      expect(await countAll(store, { isOpen: false, phoneNumbers: [NUMBER] })).toBe(0);
      expect(await figures(store)).toEqual(before);
      const { fromTable, fromRows } = await counts(store);
      expect(fromTable).toEqual(fromRows);
    });
  });

  it("a person does all or nothing before kill -9, and is complete when it is repeated", async () => {
    const random = createRandom(31);
    const left = new Set<number>();
    for (let kill = 0; kill < KILLS; kill += 1) {
      await run("erase", Math.floor(random.next() * 300));
      left.add(await read((store) => countAll(store, { phoneNumbers: [NUMBER] })));
    }
    expect(await run("erase")).toBe("done");
    // 1,600 / 6.
    expect([...left].filter((count) => count !== 267 && count !== 0)).toEqual([]);
    await read(async (store) => {
      expect(await countAll(store, { phoneNumbers: [NUMBER] })).toBe(0);
      const { fromTable, fromRows } = await counts(store);
      expect(fromTable).toEqual(fromRows);
      const kinds = new Map<string, number>();
      for (let after = 0; ;) {
        const changes = await store.readChanges(after, 500);
        for (const change of changes) {
          kinds.set(change.kind, (kinds.get(change.kind) ?? 0) + 1);
          expect(JSON.stringify(change)).not.toContain(NUMBER);
        }
        const last = changes.at(-1);
        if (last === undefined) break;
        after = last.position;
      }
      expect(kinds.get("ERASED")).toBe(267);
      expect((await store.listCommands(10, null)).map(({ kind }) => kind)).toEqual(["ERASE"]);
    });
  });
});
