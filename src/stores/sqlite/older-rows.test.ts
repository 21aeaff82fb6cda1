import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { expect, it } from "vitest";
import { anObservation, requestedAt, stampOf } from "../../../test/support/observations.js";
import type { RecordBatch } from "../store.js";
import { FILE_NAME, openSqliteStore } from "./sqlite.js";

it("rows from before there were sightings were last seen when they say, until they are seen again", async () => {
  const directory = mkdtempSync(join(tmpdir(), "ringback-"));
  const key = { source: "north", vendorId: "1" };
  const waiting = anObservation(100);
  const look = (observedAt: number, answered: RecordBatch["answered"] = null): RecordBatch => {
    const observations = [{ ...waiting, ...requestedAt(observedAt) }];
    return { source: "north", observations, quarantined: [], answered, now: observedAt };
  };
  const first = await openSqliteStore(directory);
  await first.record(look(100));
  await first.close();
  const database = new Database(join(directory, FILE_NAME));
  database.exec("delete from sightings");
  database.close();

  const store = await openSqliteStore(directory);
  try {
    expect((await store.find([key]))[0]?.observedAt).toBe(100);
    for (const at of [200, 300]) {
      const changes = await store.record(look(at, { query: { by: "list" }, stamp: stampOf(at) }));
      expect(changes).toEqual([]);
      expect((await store.find([key]))[0]).toMatchObject({ observedAt: at, absentSince: null });
    }
  } finally {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
