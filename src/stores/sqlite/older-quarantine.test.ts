import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { expect, it } from "vitest";
import { undoFrom } from "../../../test/contract/downgrade.js";
import { FILE_NAME, openSqliteStore } from "./sqlite.js";

it("migrates a quarantine keyed by whole texts to ids: the latest of each id stays", async () => {
  const directory = mkdtempSync(join(tmpdir(), "ringback-"));
  await (await openSqliteStore(directory)).close();
  const database = new Database(join(directory, FILE_NAME));
  for (const statement of undoFrom("0013-quarantine-keys", { name: "embedded" })) database.exec(statement);
  const insert = database.prepare(
    "insert into quarantine (source, fingerprint, vendor_id, raw, reason, first_seen_at, last_seen_at, seen_count) values (?, ?, ?, ?, 'start: expected text', ?, ?, 1)",
  );
  for (let poll = 1; poll <= 50; poll += 1) {
    for (const source of ["north", "south"]) insert.run(source, `digest ${poll}`, "1", `{"start":${poll}}`, poll, poll);
    insert.run("north", `none ${poll}`, null, `{"start":${poll}}`, poll, poll);
  }
  database.close();

  const store = await openSqliteStore(directory);
  try {
    const kept = await store.readQuarantine(1000);
    expect(kept.filter(({ vendorId }) => vendorId === null)).toHaveLength(50);
    expect(kept.filter(({ vendorId }) => vendorId !== null)).toMatchObject(
      ["north", "south"].map((source) => ({ source, fingerprint: "id:1", raw: { start: 50 }, lastSeenAt: 50 })),
    );
    const quarantined = [{ vendorId: "1", raw: { start: 51 }, reason: "start: expected text" }];
    await store.record({ source: "north", observations: [], quarantined, answered: null, now: 51 });
    const [latest] = await store.readQuarantine(1);
    expect(latest).toMatchObject({ source: "north", raw: { start: 51 }, seenCount: 2 });
  } finally {
    await store.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
