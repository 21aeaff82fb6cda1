import { groupBy } from "../../../lib/group.js";
import type { Kysely, Selectable } from "kysely";
import type { Slice } from "../../../domain/query.js";
import type { Instant } from "../../../domain/time/instant.js";
import type { AgentAction } from "../../../domain/command.js";
import type { AgentActionPage } from "../../command-store.js";
import type { AgentActionTable } from "../schema/command-tables.js";
import type { Tables } from "../schema/tables.js";

/** Keeps an action; one that is known already is written anew. */
export async function saveAgentAction(db: Kysely<Tables>, action: AgentAction): Promise<void> {
  const values = {
    source: action.source,
    action_id: action.actionId,
    agent_id: action.agentId,
    interaction_id: action.interactionId,
    content: JSON.stringify(action),
  };
  await db
    .insertInto("agent_actions")
    .values(values)
    .onConflict((conflict) => conflict.columns(["source", "action_id"]).doUpdateSet(values))
    .execute();
}

/** One action. */
export async function findAgentAction(
  db: Kysely<Tables>,
  source: string,
  actionId: string,
): Promise<AgentAction | null> {
  const row = await db
    .selectFrom("agent_actions")
    .select(["action_id", "content"])
    .where("source", "=", source)
    .where("action_id", "=", actionId)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** A page of the actions about an agent, newest first. Pages only go forward. */
export async function listAgentActions(
  db: Kysely<Tables>,
  source: string,
  agentId: string,
  slice: Slice<number>,
): Promise<AgentActionPage> {
  const { size, after } = slice;
  let query = db
    .selectFrom("agent_actions")
    .select(["position", "action_id", "content"])
    .where("source", "=", source)
    .where("agent_id", "=", agentId);
  if (after !== null) query = query.where("position", "<", after);
  const rows = await query
    .orderBy("position", "desc")
    .limit(size + 1)
    .execute();
  return toPage(rows, slice);
}

/** A page of the actions about each of these interactions, newest first. Pages only go forward. */
export async function listActionsOfInteractions(
  db: Kysely<Tables>,
  source: string,
  interactionIds: readonly string[],
  slice: Slice<number>,
): Promise<ReadonlyMap<string, AgentActionPage>> {
  if (interactionIds.length === 0) return new Map();
  const { size, after } = slice;
  const numbered = db
    .selectFrom("agent_actions")
    .select(["position", "interaction_id", "action_id", "content"])
    .select((eb) =>
      eb.fn
        .agg<number>("row_number")
        .over((over) => over.partitionBy("interaction_id").orderBy("position", "desc"))
        .as("number"),
    )
    .where("source", "=", source)
    .where("interaction_id", "in", interactionIds)
    .$if(after !== null, (query) => query.where("position", "<", after ?? 0));
  const rows = await db
    .selectFrom(numbered.as("numbered"))
    .selectAll()
    .where("number", "<=", size + 1)
    .orderBy("position", "desc")
    .execute();
  const byInteraction = groupBy(rows, ({ interaction_id }) => interaction_id ?? "");
  return new Map(interactionIds.map((id) => [id, toPage(byInteraction.get(id) ?? [], slice)]));
}

/** Deletes the oldest actions that were confirmed before this instant; at most `limit`. */
export async function trimAgentActions(db: Kysely<Tables>, confirmedBefore: Instant, limit: number): Promise<void> {
  const oldest = await db
    .selectFrom("agent_actions")
    .select(["position", "action_id", "content"])
    .orderBy("position")
    .limit(limit)
    .execute();
  const kept = oldest.findIndex((row) => {
    const { createdAt, actionAt } = fromRow(row);
    return (createdAt ?? actionAt ?? 0) >= confirmedBefore;
  });
  const last = kept === -1 ? oldest.at(-1) : oldest[kept - 1];
  if (last !== undefined) await db.deleteFrom("agent_actions").where("position", "<=", last.position).execute();
}

type ActionRow = Pick<Selectable<AgentActionTable>, "position" | "action_id" | "content">;

/** Makes a page of rows, of which one more was read than the page has. */
function toPage(rows: readonly ActionRow[], { size, after }: Slice<number>): AgentActionPage {
  return {
    actions: rows.slice(0, size).map((row) => ({ position: row.position, action: fromRow(row) })),
    hasNextPage: rows.length > size,
    hasPreviousPage: after !== null,
  };
}

/** The content of earlier versions names the id otherwise. */
function fromRow({ action_id, content }: Pick<Selectable<AgentActionTable>, "action_id" | "content">): AgentAction {
  return { ...(JSON.parse(content) as Omit<AgentAction, "actionId">), actionId: action_id };
}
