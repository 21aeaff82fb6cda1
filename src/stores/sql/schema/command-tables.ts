import { sql, type Generated, type Kysely } from "kysely";
import type { CommandKind } from "../../../domain/command.js";
import type { CommandState } from "../../command-store.js";
import type { ColumnTypes } from "./column-types.js";

/** One row a command, whatever came of it: what makes writes happen once, and the audit. */
export interface CommandRecordTable {
  command_id: Generated<number>;
  /** Unique; null where none was given, or it was released. */
  idempotency_key: string | null;
  input_hash: string;
  kind: CommandKind;
  source: string;
  actor: string | null;
  subject: string;
  /** JSON. */
  target: string | null;
  fingerprint: string | null;
  known_ids: string;
  state: CommandState;
  started_at: number;
  finished_at: number | null;
  errors: string;
  receipt: string | null;
  vendor_id: string | null;
  action_id: string | null;
  /** The callback that this attempt has scheduled. */
  claimed_id: string | null;
}

/** The actions about agents that vendors have confirmed. */
export interface AgentActionTable {
  position: Generated<number>;
  source: string;
  action_id: string;
  agent_id: string | null;
  interaction_id: string | null;
  content: string;
}

/** Makes both tables. */
export async function createCommandTables(db: Kysely<unknown>, { serial, integer }: ColumnTypes): Promise<void> {
  const int = sql.raw(integer);
  await sql`create table attempts (
    attempt_id ${sql.raw(serial)},
    idempotency_key text unique,
    input_hash text not null,
    kind text not null,
    source text not null,
    actor text,
    subject text not null,
    target text,
    fingerprint text,
    known_ids text not null,
    state text not null,
    started_at ${int} not null,
    finished_at ${int},
    errors text not null,
    receipt text,
    vendor_id text,
    local_id text,
    claimed_id text,
    unique (source, claimed_id)
  )`.execute(db);
  await db.schema.createIndex("attempts_by_state").on("attempts").columns(["state", "source", "fingerprint"]).execute();
  await db.schema.createIndex("attempts_by_start").on("attempts").column("started_at").execute();
  await sql`create table agent_actions (
    position ${sql.raw(serial)},
    source text not null,
    local_id text not null,
    agent_id text,
    interaction_id text,
    content text not null,
    unique (source, local_id)
  )`.execute(db);
  await db.schema
    .createIndex("agent_actions_by_agent")
    .on("agent_actions")
    .columns(["source", "agent_id", "position"])
    .execute();
  await db.schema
    .createIndex("agent_actions_by_interaction")
    .on("agent_actions")
    .columns(["source", "interaction_id"])
    .execute();
}
