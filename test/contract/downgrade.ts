import { COUNTER_COLUMNS } from "../../src/stores/sql/schema/performance-table.js";
import type { StoreUnderTest } from "./stores.js";

const COUNTERS = COUNTER_COLUMNS.map(([, column]) => column).join();
const OLD_CELL =
  "level bigint not null, source text not null, queue_key text not null, agent_id text not null, slot bigint not null";
const OLD_FIGURES = [
  `create table performance (${OLD_CELL}, ${COUNTERS.replaceAll(",", " bigint not null,")} bigint not null, primary key (level, source, queue_key, agent_id, slot))`,
  `create table performance_waits (${OLD_CELL}, bin bigint not null, count bigint not null, primary key (level, source, queue_key, agent_id, slot, bin))`,
];

/** What undoes each migration, as far as tests go back, the newest first. A new migration adds its own. */
const UNDO: readonly (readonly [
  migration: string,
  statements: readonly (string | Readonly<Record<string, string>>)[],
])[] = [
  ["0030-caller-rates", ["drop table caller_rates"]],
  ["0029-log-timelines", ["drop table log_timelines"]],
  [
    "0028-performance-cells",
    [
      ...OLD_FIGURES,
      `insert into performance select level, source, queue_key, agent_id, slot, ${COUNTERS} from performance_cells where width = 900000`,
      {
        embedded: `insert into performance_waits select level, source, queue_key, agent_id, slot, bin.value, count.value from performance_cells, json_each('[' || waits || ']') as bin, json_each('[' || waits || ']') as count where width = 900000 and bin.key % 2 = 0 and count.key = bin.key + 1`,
        PostgreSQL: `insert into performance_waits select level, source, queue_key, agent_id, slot, waited[place]::bigint, waited[place + 1]::bigint from (select *, string_to_array(waits, ',') as waited from performance_cells where width = 900000 and waits <> '') as cells, generate_series(1, array_length(waited, 1), 2) as place`,
      },
      "drop table performance_cells",
    ],
  ],
  ["0027-deliveries", ["drop table delivery_events", "drop table delivery_states"]],
  [
    "0026-retention",
    ["drop index callbacks_by_retention", "alter table callbacks drop column removal", "drop table erased_records"],
  ],
  [
    "0025-open-counts",
    [
      ...["insert", "update", "delete"].map((event) => ({
        embedded: `drop trigger open_counts_${event}`,
        PostgreSQL: `drop function count_open_${event} cascade`,
      })),
      "drop table open_counts",
      "drop index callbacks_open_by_promise",
      "drop index callbacks_open_by_urgency",
      "drop index callbacks_open",
      "create index callbacks_open on callbacks (source, vendor, queue_key, published_status, elapses_at, promise_due_at, waits_from, is_open) where is_open <> 0",
    ],
  ],
  [
    "0024-open-callbacks",
    [
      "drop index callbacks_open",
      "alter table callbacks add column queue_id text",
      "update callbacks set queue_id = substr(queue_key, 7) where queue_key like 'QUEUE:%' or queue_key like 'SKILL:%'",
    ],
  ],
  ["0023-kiosk-keys", ["drop table kiosk_keys"]],
  ["0022-performance", ["drop table performance", "drop table performance_waits"]],
  [
    "0020-customers",
    [
      "drop table callback_search",
      "drop table store_keys",
      "drop index callbacks_by_customer",
      "drop index callbacks_open_by_customer",
      "create index callbacks_by_raw_number on callbacks (source, phone_number_raw)",
      "alter table callbacks drop column customer_hash",
    ],
  ],
  [
    "0019-queues-and-names",
    ["drop table names", "drop index callbacks_by_queue", "alter table callbacks drop column queue_key"],
  ],
  [
    "0017-times",
    [
      ...["urgency", "wait", "promise", "ending", "opening"].map((name) => `drop index callbacks_by_${name}`),
      ...[
        "milestones",
        "promise_due_at",
        "promise",
        "waits_from",
        "first_attempt_at",
        "ended_at",
        "opened_at",
        "attempt_count",
        "urgency",
        "outcome",
      ].map((column) => `alter table callbacks drop column ${column}`),
      "alter table views drop column milestones",
      "alter table sources drop column promise",
    ],
  ],
  ["0016-views", ["drop table views"]],
  [
    "0015-names",
    [
      "alter table callbacks rename column published_status to told_status",
      "alter table callbacks rename column is_present to is_held",
      "alter table callbacks rename column absent_since to missed_at",
      "alter table callbacks rename column absent_request to missed_request",
      "alter table callbacks rename column ends_at to lapses_at",
      "alter table commands rename column command_id to attempt_id",
      "alter table commands rename column action_id to local_id",
      "alter table agent_actions rename column action_id to local_id",
      "alter table deliveries rename column delivery_id to mark",
      "alter table commands rename to attempts",
      "alter table deliveries rename to marks",
    ],
  ],
  [
    "0014-observations",
    [
      "create table sheets (sheet_id integer primary key, observed_at bigint not null, is_whole bigint not null, request_number bigint not null default 0)",
      "create table sightings (row_id bigint primary key, revision bigint not null, observed_at bigint not null, sheet_id bigint, request_number bigint not null default 0)",
      "insert into sightings (row_id, revision, observed_at, request_number) select callbacks.row_id, revision, observations.observed_at, observations.request_number from callbacks inner join observations on observations.row_id = callbacks.row_id",
      "alter table callbacks add column observed_at bigint not null default 0",
      "alter table callbacks add column request_number bigint not null default 0",
      "update callbacks set observed_at = observations.observed_at, request_number = observations.request_number from observations where observations.row_id = callbacks.row_id",
      "drop table observations",
      "drop index callbacks_held",
      "create index callbacks_held on callbacks (source, is_held, request_number)",
    ],
  ],
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
export function undoFrom(migration: string, { name: engine }: Pick<StoreUnderTest, "name">): readonly string[] {
  const last = UNDO.findIndex(([name]) => name === migration);
  if (last === -1) throw new Error(`it is not known how to undo ${migration}`);
  const undone = UNDO.slice(0, last + 1);
  const names = undone.map(([name]) => `'${name}'`).join(", ");
  const statements = undone.flatMap(([, parts]) =>
    parts.map((part) => (typeof part === "string" ? part : (part[engine] ?? `no statement for ${engine}`))),
  );
  return [...statements, `delete from kysely_migration where name in (${names})`];
}
