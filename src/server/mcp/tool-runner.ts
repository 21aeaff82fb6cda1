import { GraphQLError, type FormattedExecutionResult, type GraphQLSchema } from "graphql";
import { requireScope, withoutPii, type Caller } from "../../domain/caller.js";
import { badUserInput, GatewayError } from "../../domain/errors.js";
import { isJsonObject, type JsonObject } from "../../lib/json.js";
import type { ClientDisconnect } from "../http/client-disconnect.js";
import type { Client, OperationGate } from "../limits/operation-gate.js";
import { endInTime } from "../limits/timeout.js";
import { codesOf } from "../operation-observer.js";
import type { QueryRunner } from "../query-runner.js";
import type { McpSettings } from "./mcp-settings.js";
import { readOwnCursor, writePage } from "./tool-page.js";
import { argumentsOf, type ArgumentsSchema } from "./tool-schema.js";
import { CURSOR_DESCRIPTION, offeredBy, type Tool } from "./tools.js";

export interface ToolRunnerOptions {
  readonly schema: GraphQLSchema;
  readonly settings: McpSettings;
  readonly operationGate: OperationGate;
  readonly queries: QueryRunner;
  readonly timeoutMs: number;
  readonly formatErrors: (errors: readonly GraphQLError[]) => NonNullable<FormattedExecutionResult["errors"]>;
}

export interface OfferedTool {
  readonly tool: Tool;
  readonly inputSchema: ArgumentsSchema;
}

/** The result of a call, as text for a model. */
export interface ToolText {
  readonly text: string;
  readonly isError: boolean;
}

/** Runs the tools under the rights and limits of their callers. */
export interface ToolRunner {
  /** The tools that a caller with these scopes may call. */
  offered(caller: Caller): readonly OfferedTool[];
  /** Never rejects for what the client did: the text of the result says what to do. */
  call(tool: OfferedTool, given: JsonObject, client: Client, disconnect: ClientDisconnect): Promise<ToolText>;
}

const PII_ARGUMENT = "includePersonalData";

export function createToolRunner(options: ToolRunnerOptions): ToolRunner {
  const { schema, settings } = options;
  const all = offeredBy(settings).map((tool) => ({
    tool,
    inputSchema: withOwnArguments(argumentsOf(schema, tool.document, tool.argumentDescriptions), tool, settings),
  }));
  return {
    offered: ({ scopes }) => all.filter(({ tool }) => tool.isReadOnly || scopes.has("callbacks:write")),
    async call({ tool, inputSchema }, given, client, disconnect) {
      try {
        const call = readCall(tool, inputSchema, given);
        if (call.wantsPii) requireScope(client.caller, "pii:read");
        const caller = call.wantsPii ? client.caller : withoutPii(client.caller);
        return await execute(call, { ...client, caller }, disconnect, options);
      } catch (error) {
        return failure(options.formatErrors([asGraphQLError(error)]));
      }
    },
  };
}

/** Arguments beside the variables of the operation. */
function withOwnArguments(schema: ArgumentsSchema, tool: Tool, { personalData }: McpSettings): ArgumentsSchema {
  const after = { after: { type: "string", description: CURSOR_DESCRIPTION } };
  const pii = {
    [PII_ARGUMENT]: {
      type: "boolean",
      description: "True: names, numbers and reasons as they are, for callers with pii:read. Default: masked.",
      default: false,
    },
  };
  const properties = {
    ...schema.properties,
    ...(tool.countsRows === true && after),
    ...(personalData === "onRequest" && pii),
  };
  return { ...schema, properties };
}

/** The call of a tool: the variables of its operation, and the arguments that the tool takes itself. */
interface ToolCall {
  readonly tool: Tool;
  readonly variables: JsonObject;
  readonly wantsPii: boolean;
  /** Rows of pages before, of a tool that counts its rows. */
  readonly skipped: number;
}

/** Reads the arguments. Throws BAD_USER_INPUT; the schema checks the values of variables. */
function readCall(tool: Tool, { properties, required }: ArgumentsSchema, given: JsonObject): ToolCall {
  const expected = Object.keys(properties);
  const unknown = Object.keys(given).find((name) => !expected.includes(name));
  if (unknown !== undefined) {
    throw badUserInput(`unknown argument ${unknown} of ${tool.name}; expected some of ${expected.join(", ")}`);
  }
  // Models write null for an argument that they leave out.
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
  const missing = required.find((name) => !(name in values));
  if (missing !== undefined) throw badUserInput(`${tool.name} requires the argument ${missing}`);
  const { [PII_ARGUMENT]: pii = false, ...variables } = values;
  if (typeof pii !== "boolean") throw badUserInput(`${PII_ARGUMENT} must be true or false`);
  if (tool.countsRows !== true) return { tool, variables, wantsPii: pii, skipped: 0 };
  const { after, ...others } = variables;
  const skipped = after === undefined ? 0 : typeof after === "string" ? readOwnCursor(after) : null;
  if (skipped === null) throw badUserInput(`after must be the nextCursor of a result of ${tool.name}`);
  return { tool, variables: others, wantsPii: pii, skipped };
}

/** Executes the operation as one request of the client. */
async function execute(
  { tool, variables, skipped }: ToolCall,
  client: Client,
  disconnect: ClientDisconnect,
  { operationGate, queries, timeoutMs, formatErrors }: ToolRunnerOptions,
): Promise<ToolText> {
  const admitted = await operationGate.admit(client, { query: tool.document, variables });
  if (!("document" in admitted)) return failure(formatErrors(admitted));
  let codes: readonly string[] = [];
  try {
    const run = () => queries.run(admitted, client.caller, disconnect);
    const response = await endInTime(() => admitted.within(run), timeoutMs, disconnect.leave);
    ({ codes } = response);
    return toText(tool, response.body.toString(), skipped);
  } catch (error) {
    codes = codesOf([error]);
    throw error;
  } finally {
    admitted.end(codes);
  }
}

type FormattedErrors = NonNullable<FormattedExecutionResult["errors"]>;

function toText(tool: Tool, body: string, skipped: number): ToolText {
  const { data, errors = [] } = JSON.parse(body) as { data?: JsonObject | null; errors?: FormattedErrors };
  if (!isJsonObject(data) || (errors.length > 0 && Object.values(data).every((value) => value === null))) {
    return failure(errors);
  }
  const result = tool.toResult(data);
  const { userErrors } = result.head;
  const isRefused = Array.isArray(userErrors) && userErrors.length > 0;
  const head = errors.length === 0 ? result.head : { ...result.head, errors: errors.slice(0, MOST_ERRORS).map(lineOf) };
  return { text: writePage({ ...result, head }, skipped), isError: isRefused };
}

const MOST_ERRORS = 5;

function failure(errors: FormattedErrors): ToolText {
  return { text: errors.slice(0, MOST_ERRORS).map(lineOf).join("\n"), isError: true };
}

function lineOf({ message, extensions }: FormattedErrors[number]): string {
  const { code, retryAfter } = extensions ?? {};
  const again = typeof retryAfter === "string" ? `; try again after ${retryAfter}` : "";
  return `${typeof code === "string" ? code : "ERROR"}: ${message}${again}`;
}

function asGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  const extensions = error instanceof GatewayError ? {} : { code: "INTERNAL_SERVER_ERROR" };
  return new GraphQLError(originalError.message, { originalError, extensions });
}
