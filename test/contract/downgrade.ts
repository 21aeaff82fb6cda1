/** What undoes each migration, as far as tests go back, the newest first. A new migration adds its own. */
const UNDO: readonly (readonly [migration: string, statements: readonly string[]])[] = [
  ["0013-quarantine-keys", ["drop index quarantine_by_id", "drop index quarantine_by_age"]],
  [
    "0012-request-numbers",
    [
      "drop table request_numbers",
      "drop index callbacks_held",
      "create index callbacks_held on callbacks (source, is_held, observed_at)",
      "alter table callbacks drop column missed_request",
      "alter table callbacks drop column status_request",
      ...["callbacks", "sightings", "sheets"].map((table) => `alter table ${table} drop column request_number`),
    ],
  ],
  ["0011-lookup-numbers", ["drop index callbacks_by_lookup", "alter table callbacks drop column lookup_number"]],
  ["0010-ends", ["alter table callbacks drop column is_asap"]],
];

/** The newest migration. */
export const LATEST_MIGRATION = UNDO[0]?.[0];

/** Statements that leave a store's tables as they were before this migration. */
export function undoFrom(migration: string): readonly string[] {
  const last = UNDO.findIndex(([name]) => name === migration);
  if (last === -1) throw new Error(`it is not known how to undo ${migration}`);
  const undone = UNDO.slice(0, last + 1);
  const names = undone.map(([name]) => `'${name}'`).join(", ");
  return [...undone.flatMap(([, statements]) => statements), `delete from kysely_migration where name in (${names})`];
}
