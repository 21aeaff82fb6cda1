import type { JsonObject, JsonValue } from "../../lib/json.js";
import * as documents from "./documents.js";
import type { McpSettings } from "./mcp-settings.js";

/** The result of a tool: rows that may be spread over pages, and the part that is on every page. */
export interface ToolResult {
  readonly head: JsonObject;
  /** Null for a result without a list. */
  readonly rows: { readonly name: string; readonly values: readonly ToolRow[]; readonly hasMore: boolean } | null;
}

export interface ToolRow {
  readonly value: JsonValue;
  /** The API's cursor of this row; null where the tool counts its rows by itself. */
  readonly cursor: string | null;
}

/** A tool: an operation of the API, its description for models, and its result. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly document: string;
  /** False for a tool that has a vendor do something. */
  readonly isReadOnly: boolean;
  /** Whether the tool's own cursor counts rows, because the operation has no pages. */
  readonly countsRows?: boolean;
  /** Descriptions of arguments, where that of the schema is about the operation. */
  readonly argumentDescriptions?: Readonly<Record<string, string>>;
  /** Turns the data of the operation, whose fields are those of the document, into the result. */
  toResult(data: JsonObject): ToolResult;
}

/** A description of each argument by which pages are requested. */
export const CURSOR_DESCRIPTION = "The `nextCursor` of the result before, to read on after it. Leave it out at first.";
const PAGE_ARGUMENTS = {
  first: "Rows of a page: 1 to 100. A result has fewer if it would become too large; `nextCursor` reads on.",
  after: CURSOR_DESCRIPTION,
};
const KEY_ARGUMENTS = {
  idempotencyKey:
    "A new text for each command, such as a UUID. Repeat a call whose outcome is unknown with the same key: it is executed once.",
};

interface Connection {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean };
  readonly edges: readonly { readonly cursor: string; readonly node: JsonValue }[];
}

function pageOf(name: string, connection: JsonValue | undefined, head: JsonObject = {}): ToolResult {
  const { totalCount, pageInfo, edges } = connection as unknown as Connection;
  const values = edges.map(({ cursor, node }) => ({ cursor, value: node }));
  return { head: { totalCount, ...head }, rows: { name, values, hasMore: pageInfo.hasNextPage } };
}

function counted(name: string, values: readonly JsonValue[], head: JsonObject): ToolResult {
  return { head, rows: { name, values: values.map((value) => ({ value, cursor: null })), hasMore: false } };
}

const objectOf = (value: JsonValue | undefined): JsonObject => (value ?? {}) as JsonObject;
const listOf = (value: JsonValue | undefined): readonly JsonObject[] => (value ?? []) as readonly JsonObject[];

/** Whether anything happened in an interval. */
function hasFigures({ opened = 0, ended = 0 }: JsonObject): boolean {
  return opened !== 0 || ended !== 0;
}

/** Sources that are reported with a list: a list of hundreds would take the place of rows. */
const MOST_SOURCES = 20;

export const TOOLS: readonly Tool[] = [
  {
    name: "list_callbacks",
    title: "List callbacks",
    description:
      "Lists callbacks of all contact-centre sources, the longest overdue first. For customers who wait, set isOpen: true; " +
      "for those not called in time, isOverdue: true; limit by vendors or sources. The result counts all matches " +
      "(totalCount), and names sources whose data is not fresh (staleSources). openCallbackCount of a customer " +
      "above 1 means that the customer waits more than once.",
    document: documents.LIST_CALLBACKS,
    isReadOnly: true,
    argumentDescriptions: {
      ...PAGE_ARGUMENTS,
      isOverdue:
        "True: only callbacks whose promised time, `dueAt`, has passed without an attempt. False: only others.",
    },
    toResult(data) {
      const callbacks = objectOf(data["callbacks"]);
      const stale = listOf(callbacks["sources"]).filter(({ freshness }) => freshness !== "FRESH");
      const head = stale.length === 0 ? {} : { staleSources: stale.slice(0, MOST_SOURCES) };
      return pageOf("callbacks", callbacks, head);
    },
  },
  {
    name: "list_repeat_customers",
    title: "List customers who wait more than once",
    description:
      "Lists customers with two open callbacks or more (minOpenCallbacks), most first, over all sources: customers who wait " +
      "twice. get_customer shows the callbacks of one.",
    document: documents.LIST_REPEAT_CUSTOMERS,
    isReadOnly: true,
    argumentDescriptions: PAGE_ARGUMENTS,
    toResult: (data) => pageOf("customers", data["customers"]),
  },
  {
    name: "get_customer",
    title: "Get a customer",
    description: "Returns one customer by id, with its callbacks in all sources, open and ended.",
    document: documents.GET_CUSTOMER,
    isReadOnly: true,
    argumentDescriptions: PAGE_ARGUMENTS,
    toResult({ node }) {
      const { callbacks, ...customer } = objectOf(node ?? null);
      return callbacks === undefined
        ? { head: { customer: null }, rows: null }
        : pageOf("callbacks", callbacks, { customer });
    },
  },
  {
    name: "get_callback",
    title: "Get a callback",
    description:
      "Returns one callback by id: status, times, outcome, estimate, customer, and its last changes. Null if it does not exist.",
    document: documents.GET_CALLBACK,
    isReadOnly: true,
    toResult: (data) => ({ head: data, rows: null }),
  },
  {
    name: "count_callbacks",
    title: "Count callbacks",
    description:
      "Counts callbacks by vendor, source, status, queue, agent, hour or day: how many there are, wait, and are overdue, " +
      "and how many promises were kept today. Use it instead of counting rows of a list.",
    document: documents.COUNT_CALLBACKS,
    isReadOnly: true,
    countsRows: true,
    toResult(data) {
      const { groups, totalCount = 0 } = objectOf(data["callbackStatistics"]);
      return counted("groups", listOf(groups), { totalCount });
    },
  },
  {
    name: "get_performance",
    title: "Get the performance of a period",
    description:
      "Figures of a period, in total and by interval: how many callbacks were opened, how they ended, whether promises were " +
      "kept, and how long customers waited. Intervals in which nothing happened are left out. Compare two periods with two calls.",
    document: documents.GET_PERFORMANCE,
    isReadOnly: true,
    countsRows: true,
    toResult(data) {
      const groups = listOf(objectOf(data["callbackPerformance"])["groups"]);
      const rows = groups.flatMap(({ intervals, total = null, ...group }) => [
        { ...group, total },
        ...listOf(intervals)
          .filter(({ figures }) => hasFigures(objectOf(figures)))
          .map((interval) => ({ ...group, ...interval })),
      ]);
      return counted("rows", rows, {});
    },
  },
  {
    name: "list_sources",
    title: "List sources",
    description:
      "Lists the configured sources: names for other tools, vendor, health, freshness, and what each can do (capabilities).",
    document: documents.LIST_SOURCES,
    isReadOnly: true,
    countsRows: true,
    toResult: (data) => counted("sources", listOf(data["sources"]), {}),
  },
  {
    name: "schedule_callback",
    title: "Schedule a callback",
    description:
      "Has a source call a customer, as soon as possible or in a window. A real person is called: confirm number and time " +
      "with the user first.",
    document: documents.SCHEDULE_CALLBACK,
    isReadOnly: false,
    argumentDescriptions: KEY_ARGUMENTS,
    toResult: (data) => ({ head: objectOf(data["scheduleCallback"]), rows: null }),
  },
  {
    name: "reschedule_callback",
    title: "Reschedule a callback",
    description: "Moves an open callback to another window. Confirm the time with the user first.",
    document: documents.RESCHEDULE_CALLBACK,
    isReadOnly: false,
    argumentDescriptions: KEY_ARGUMENTS,
    toResult: (data) => ({ head: objectOf(data["rescheduleCallback"]), rows: null }),
  },
  {
    name: "cancel_callback",
    title: "Cancel a callback",
    description: "Cancels an open callback: the customer is not called. Confirm it with the user first.",
    document: documents.CANCEL_CALLBACK,
    isReadOnly: false,
    argumentDescriptions: KEY_ARGUMENTS,
    toResult: (data) => ({ head: objectOf(data["cancelCallback"]), rows: null }),
  },
];

/** The tools that a gateway with these settings has. */
export function offeredBy({ enabled, tools }: McpSettings): readonly Tool[] {
  return enabled ? TOOLS.filter(({ isReadOnly }) => isReadOnly || tools === "all") : [];
}
