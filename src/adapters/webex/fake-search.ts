import { Kind, parse, type FieldNode, type SelectionSetNode, type ValueNode } from "graphql";
import type { Clock } from "../../domain/time/instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";

/** Tasks per page, by the guide of the Search API. */
const PAGE = 250;
const LONGEST_MS = 365 * 24 * 3_600_000;
/** The fields of a task that the fake knows, those of objects with a dot. */
const FIELDS = new Set(
  `id status isActive isCallback channelType direction createdTime endedTime origin destination contactReason
  terminationType terminationReason totalDuration customer.name customer.phoneNumber owner.id owner.name lastQueue.id
  lastQueue.name lastTeam.id lastTeam.name lastAgent.id lastAgent.name callbackData.callbackRequestTime
  callbackData.callbackConnectTime callbackData.callbackNumber callbackData.callbackStatus callbackData.callbackOrigin
  callbackData.callbackType callbackData.callbackQueueName callbackData.callbackAgentName callbackData.callbackTeamName
  callbackData.callbackRetryCount`.split(/\s+/u),
);

/** The Search API as its guide describes it: one GraphQL query, `taskDetails`, with filter and cursor. */
export function searchWebexTasks(body: string, tasks: Iterable<JsonObject>, clock: Clock): Response {
  try {
    const { query } = JSON.parse(body) as { readonly query?: unknown };
    if (typeof query !== "string") throw new Error("query is missing");
    const field = readField(query);
    const given = Object.fromEntries((field.arguments ?? []).map(({ name, value }) => [name.value, toJson(value)]));
    const { from, to, filter, pagination } = given;
    if (typeof from !== "number" || typeof to !== "number") throw new Error("from and to are mandatory");
    if (to - from > LONGEST_MS) throw new Error("the duration must not be more than 365 days");
    const until = Math.min(to, clock());
    const found = [...tasks]
      .filter((task) => Number(task["createdTime"]) >= from && Number(task["createdTime"]) <= until)
      .filter((task) => isMatch(task, filter ?? null))
      .sort((a, b) => Number(a["createdTime"]) - Number(b["createdTime"]));
    const start = Number((isJsonObject(pagination) ? pagination["cursor"] : null) ?? 0);
    const page = found.slice(start, start + PAGE);
    const hasNextPage = start + PAGE < found.length;
    const select = selectionOf(field);
    return Response.json({
      data: {
        taskDetails: {
          tasks: page.map(select),
          pageInfo: { hasNextPage, endCursor: hasNextPage ? String(start + PAGE) : null },
        },
      },
    });
  } catch (error) {
    return Response.json({ errors: [{ message: error instanceof Error ? error.message : "bad query" }] });
  }
}

function readField(query: string): FieldNode {
  const [definition] = parse(query).definitions;
  const [field] = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
  if (field?.kind !== Kind.FIELD || field.name.value !== "taskDetails") throw new Error("the fake knows taskDetails");
  return field;
}

function toJson(value: ValueNode): JsonValue {
  switch (value.kind) {
    case Kind.INT:
    case Kind.FLOAT:
      return Number(value.value);
    case Kind.STRING:
    case Kind.BOOLEAN:
    case Kind.ENUM:
      return value.value;
    case Kind.LIST:
      return value.values.map(toJson);
    case Kind.OBJECT:
      return Object.fromEntries(value.fields.map((field) => [field.name.value, toJson(field.value)]));
    case Kind.NULL:
      return null;
    case Kind.VARIABLE:
      throw new Error("variables are for persisted queries");
  }
}

function isMatch(task: JsonObject, filter: JsonValue): boolean {
  if (!isJsonObject(filter)) return filter === null;
  return Object.entries(filter).every(([name, condition]) => {
    if (name === "and" && Array.isArray(condition)) return condition.every((one: JsonValue) => isMatch(task, one));
    if (name === "or" && Array.isArray(condition)) return condition.some((one: JsonValue) => isMatch(task, one));
    return isJsonObject(condition) && isEqual(task[name] ?? null, condition["equals"] ?? null);
  });
}

function isEqual(value: JsonValue, wanted: JsonValue): boolean {
  if (!isJsonObject(wanted)) return value === wanted;
  return isJsonObject(value) && Object.entries(wanted).every(([name, part]) => isEqual(value[name] ?? null, part));
}

/** Returns the selected fields of a task. Throws for one that the API does not have. */
function selectionOf(field: FieldNode): (task: JsonObject) => JsonObject {
  const parts = fieldsOf(field.selectionSet);
  const tasks = parts.find(({ name }) => name.value === "tasks");
  const selected = fieldsOf(tasks?.selectionSet).map((part) => {
    const inner = fieldsOf(part.selectionSet).map(({ name }) => name.value);
    const paths = inner.length === 0 ? [part.name.value] : inner.map((name) => `${part.name.value}.${name}`);
    for (const path of paths) if (!FIELDS.has(path)) throw new Error(`Field '${path}' is undefined`);
    return { name: part.name.value, inner };
  });
  return (task) =>
    Object.fromEntries(selected.map(({ name, inner }): [string, JsonValue] => [name, pick(task[name] ?? null, inner)]));
}

function fieldsOf(set: SelectionSetNode | undefined): FieldNode[] {
  return (set?.selections ?? []).filter((selection) => selection.kind === Kind.FIELD);
}

function pick(value: JsonValue, names: readonly string[]): JsonValue {
  if (names.length === 0 || !isJsonObject(value)) return value;
  return Object.fromEntries(names.map((name): [string, JsonValue] => [name, value[name] ?? null]));
}

/** The estimated wait of a queue: 204 for one that is unknown, or has too few connected tasks. */
export function estimateWait(query: URLSearchParams, tasks: Iterable<JsonObject>): Response {
  const lookbackMinutes = Number(query.get("lookbackMinutes"));
  if (!(lookbackMinutes >= 5 && lookbackMinutes <= 240)) return new Response(null, { status: 400 });
  const waits = [...tasks].flatMap((task) => {
    const [queue, data] = [task["lastQueue"] ?? null, task["callbackData"] ?? null];
    if (!isJsonObject(queue) || queue["id"] !== query.get("queueId") || !isJsonObject(data)) return [];
    const wait = Number(data["callbackConnectTime"] ?? 0) - Number(task["createdTime"]);
    return wait > 0 ? [wait] : [];
  });
  if (waits.length === 0) return new Response(null, { status: 204 });
  return Response.json({ estimatedWaitTime: waits.reduce((sum, wait) => sum + wait, 0) / waits.length + 0.12 });
}
