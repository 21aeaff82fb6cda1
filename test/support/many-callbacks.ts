import Database from "libsql";
import type { Callback } from "../../src/domain/callback.js";
import { reportedStatus } from "../../src/domain/status.js";
import { openSqliteStore } from "../../src/stores/sqlite/sqlite.js";
import { storeFile } from "../../src/stores/sqlite/files.js";
import { aCallback, anObservation } from "./observations.js";

const HOUR = 3_600_000;
const BASE = Date.UTC(2026, 5, 1);

/** A callback of an ordinary size: most of its fields are known. */
export function ordinaryCallback(index: number, source: string, vendor: string): Callback {
  const createdAt = BASE + index * HOUR;
  return aCallback({
    source,
    vendor,
    vendorId: `${index}`,
    ...reportedStatus("SCHEDULED", "Scheduled"),
    timing: "SCHEDULED",
    customer: {
      name: `Anna Müller ${index}`,
      firstName: "Anna",
      lastName: `Müller ${index}`,
      contactId: `c${index}`,
      phoneNumber: `+49301234${1000 + index}`,
      phoneNumberRaw: `030 1234 ${1000 + index}`,
      emailAddress: "anna@example.org",
    },
    window: {
      start: createdAt + HOUR,
      end: createdAt + 2 * HOUR,
      timeZone: "Europe/Berlin",
      localDate: "2026-06-01",
      localStart: "10:00:00",
      localEnd: "11:00:00",
      dstAdjustment: "NONE",
    },
    assignment: { agentId: "a1", type: "SPECIFIC_AGENT", exclusive: true, assignedAt: createdAt },
    queue: { kind: "QUEUE", vendorId: "q1" },
    reason: "Question about invoice, second reminder",
    createdAt,
    updatedAt: createdAt,
  });
}

/** Fills the embedded store of a directory with so many callbacks: a few are recorded, and copied by SQL. */
export async function fillStore(directory: string, source: string, vendor: string, count: number): Promise<void> {
  const templates = Math.min(count, 100);
  const store = await openSqliteStore(directory);
  const callbacks = Array.from({ length: templates }, (_, index) => ordinaryCallback(index, source, vendor));
  await store.record({
    source,
    observations: callbacks.map((callback) => anObservation(BASE, callback)),
    quarantined: [],
    answered: null,
    now: BASE,
  });
  await store.close();
  const database = new Database(storeFile(directory));
  // The indexes are created anew: to update them with each row takes longer than all the rest.
  database.exec("pragma synchronous = off; pragma cache_size = -200000");
  const indexes = database
    .prepare("select name, sql from sqlite_master where type = 'index' and tbl_name = 'callbacks' and sql is not null")
    .all() as { name: string; sql: string }[];
  for (const { name } of indexes) database.exec(`drop index ${name}`);
  const columns = (database.prepare("pragma table_info(callbacks)").all() as { name: string }[]).map(
    ({ name }) => name,
  );
  const copied: Readonly<Record<string, string>> = {
    row_id: `row_id + n * ${templates}`,
    vendor_id: "vendor_id || '-' || n",
    content: "json_set(content, '$.vendorId', vendor_id || '-' || n, '$.createdAt', created_at + n)",
    created_at: "created_at + n",
  };
  database.exec(`
    with recursive copies (n) as (select 1 union all select n + 1 from copies where n < ${Math.ceil(count / templates) - 1})
    insert into callbacks (${columns.join(", ")})
      select ${columns.map((column) => copied[column] ?? column).join(", ")} from copies cross join callbacks;
    insert into observations (row_id, request_number, observed_at, content_hash, elapses_at)
      select callbacks.row_id, first.request_number, first.observed_at, first.content_hash, first.elapses_at
      from callbacks join observations first on first.row_id = (callbacks.row_id - 1) % ${templates} + 1
      where callbacks.row_id > ${templates};
  `);
  for (const { sql } of indexes) database.exec(sql);
  database.close();
}
