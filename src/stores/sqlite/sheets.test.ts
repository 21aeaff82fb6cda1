import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { expect, it } from "vitest";
import { anObservation, requestedAt } from "../../../test/support/observations.js";
import { FILE_NAME, openSqliteStore } from "./sqlite.js";

it("sheets that nothing is on any more are dropped", async () => {
  const directory = mkdtempSync(join(tmpdir(), "ringback-"));
  const store = await openSqliteStore(directory);
  const page = Array.from({ length: 40 }, (_, index) => anObservation(0, { vendorId: String(index) }));
  const record = (at: number) => {
    const observations = page.map((seen) => ({ ...seen, ...requestedAt(at) }));
    return store.record({ source: "north", observations, quarantined: [], answered: null, now: at });
  };
  try {
    for (let at = 0; at < 120; at += 1) {
      const index = at % page.length;
      if (at % 4 === 0) page[index] = anObservation(at, { vendorId: String(index), reason: `changed at ${at}` });
      expect(await record(at)).toHaveLength(at === 0 ? page.length : at % 4 === 0 ? 1 : 0);
    }
    const database = new Database(join(directory, FILE_NAME));
    const numbers = (query: string): unknown => database.prepare(query).raw().all();
    expect(numbers("select size, count(*) from (select count(*) as size from sightings group by sheet_id)")).toEqual([
      [page.length, 1],
    ]);
    expect(numbers("select is_whole, observed_at from sheets")).toEqual([[1, 119]]);
    database.close();
  } finally {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
