import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anObservation } from "../../../test/support/observations.js";
import type { Store } from "../store.js";
import { restoreSqlite } from "./backup.js";
import { FILE_NAME, inspectSqliteStore, openSqliteReader, openSqliteStore } from "./sqlite.js";

const CALLBACKS = 400;
const PAGE = 4096;
const HEADER = 100;
/** So many of the pages are damaged, one at a time. */
const MOST_PAGES = 40;

let directory: string;
/** A store of some pages, closed: one file. */
let whole: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "ringback-"));
  const store = await openSqliteStore(directory);
  const observations = Array.from({ length: CALLBACKS }, (_, index) => anObservation(100, { vendorId: String(index) }));
  await store.record({ source: "north", observations, quarantined: [], answered: null, now: 200 });
  await store.close();
  whole = join(directory, FILE_NAME);
  const database = new Database(whole);
  database.pragma("wal_checkpoint(truncate)");
  database.close();
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** A data directory with a copy of the store that something was done to. */
function damaged(spoil: (file: string) => void): string {
  const copy = mkdtempSync(join(directory, "copy-"));
  copyFileSync(whole, join(copy, FILE_NAME));
  spoil(join(copy, FILE_NAME));
  return copy;
}

const ADVICE = /the store .*is corrupt.*ringback restore <file> --force/u;

/** All that can be read, from the first to the last row. */
async function readAll(store: Store): Promise<void> {
  const slice = { size: CALLBACKS, from: "start", after: null, before: null } as const;
  const orderBy = { field: "WINDOW_START", direction: "ASC" } as const;
  await store.readChanges(0, CALLBACKS);
  await store.list({ filter: {}, orderBy, slice, now: 0, isCounted: true });
}

describe("a damaged store", () => {
  it.each<[string, (file: string) => void]>([
    ["a text", (file) => writeFileSync(file, "nothing of the kind, and longer than a header is by far".repeat(10))],
    ["noise", (file) => writeFileSync(file, Buffer.alloc(PAGE * 3, 0xa5))],
    [
      "its header alone",
      (file) => writeFileSync(file, Buffer.concat([readFileSync(file).subarray(0, HEADER), Buffer.alloc(PAGE * 4)])),
    ],
    ["cut in its first page", (file) => truncateSync(file, PAGE / 2)],
    ["cut after its first page", (file) => truncateSync(file, PAGE)],
    ["cut after some pages", (file) => truncateSync(file, PAGE * 4)],
  ])("that is %s cannot be opened, and says what to do", async (_, spoil) => {
    const copy = damaged(spoil);
    const open = async (): Promise<void> => readAll(await openSqliteStore(copy));
    await expect(open()).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: expect.stringMatching(ADVICE) as unknown,
    });
    await expect(openSqliteReader(copy)).rejects.toThrow(ADVICE);
    await expect(inspectSqliteStore(copy)).rejects.toThrow(ADVICE);
  });

  it(
    "says so wherever one of its pages is not what was written, and is not ready from then on",
    { timeout: 60_000 },
    async () => {
      const pages = readFileSync(whole).length / PAGE;
      const step = Math.ceil(pages / MOST_PAGES);
      let found = 0;
      for (let page = 1; page < pages; page += step) {
        const copy = damaged((file) => {
          const content = readFileSync(file);
          content.fill(0xa5, page * PAGE, (page + 1) * PAGE);
          writeFileSync(file, content);
        });
        const store = await openSqliteStore(copy).catch((error: unknown) => String(error));
        if (typeof store === "string") {
          expect(store).toMatch(ADVICE);
          continue;
        }
        const failure = await readAll(store).catch((error: unknown) => String(error));
        if (failure !== undefined) {
          found += 1;
          expect(failure).toMatch(ADVICE);
          for (let round = 0; round < 2; round += 1) await expect(store.ping()).rejects.toThrow(ADVICE);
        }
        await store.close();
      }
      expect(found).toBeGreaterThan(5);
    },
  );

  it("whose tables are there, and not known to be, says what to do", async () => {
    const copy = damaged((file) => {
      const database = new Database(file);
      database.exec("delete from kysely_migration");
      database.close();
    });
    await expect(openSqliteStore(copy)).rejects.toThrow(/failed to migrate the store: .*restore a backup/u);
  });
});

describe("a store that a newer version has used", () => {
  const newer = (): string =>
    damaged((file) => {
      const database = new Database(file);
      database.exec("insert into kysely_migration (name, timestamp) values ('9999-later', '2030-01-01')");
      database.close();
    });
  const NEWER =
    /a newer version of ringback has used this store: .*9999-later.* Start the newer version, or restore a backup/u;

  it("is opened neither for reading nor for writing, and stays unchanged", async () => {
    const copy = newer();
    const before = readFileSync(join(copy, FILE_NAME));
    await expect(openSqliteStore(copy)).rejects.toThrow(NEWER);
    await expect(openSqliteReader(copy)).rejects.toThrow(NEWER);
    expect(await inspectSqliteStore(copy)).toMatchObject({ current: "9999-later" });
    expect(readFileSync(join(copy, FILE_NAME)).equals(before)).toBe(true);
  });

  it("is not put in the place of one that can be served", async () => {
    const place = join(directory, "place");
    mkdirSync(place);
    await (await openSqliteStore(place)).close();
    const before = readFileSync(join(place, FILE_NAME));
    await expect(restoreSqlite(place, join(newer(), FILE_NAME), true)).rejects.toThrow(
      /is from a newer version of ringback/u,
    );
    expect(readFileSync(join(place, FILE_NAME)).equals(before)).toBe(true);
  });
});
