import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { GraphQLError, type FormattedExecutionResult, type GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import { requireUnexpired } from "../../domain/caller.js";
import { badUserInput, GatewayError } from "../../domain/errors.js";
import type { Clock } from "../../domain/time/instant.js";
import { columnsOf } from "../../graphql/export/columns.js";
import { openExport, type ExportFile } from "../../graphql/export/export-file.js";
import { exportedList } from "../../graphql/export/exported-list.js";
import { BYTE_ORDER_MARK, EXPORT_FORMATS, type ExportFormatName } from "../../graphql/export/formats.js";
import { callerOf, clientOf, type RequestAuthenticator } from "../auth/request-authenticator.js";
import type { ContextFactory } from "../context-factory.js";
import { JSON_TYPE } from "../http/accept.js";
import { ClientDisconnect } from "../http/client-disconnect.js";
import { httpStatusOf } from "../http/http-status.js";
import { reject } from "../http/rejection.js";
import { sendErrors } from "../http/send-errors.js";
import { accountKeyOf } from "../limits/admission.js";
import type { Admitted, OperationGate } from "../limits/operation-gate.js";
import { codesOf } from "../operation-observer.js";
import { explainUntrusted, readParameters, type ExportParameters } from "./export-parameters.js";
import { createExportSlots, type ExportSlots } from "./export-slots.js";
import { openExportStream, type ExportStream } from "./export-stream.js";
import { refusalOfLink } from "./links.js";

export interface ExportOptions {
  readonly schema: GraphQLSchema;
  readonly createContext: ContextFactory;
  readonly operationGate: OperationGate;
  readonly requestAuthenticator: RequestAuthenticator;
  readonly formatErrors: (errors: readonly GraphQLError[]) => NonNullable<FormattedExecutionResult["errors"]>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The running exports. */
export interface Exports {
  /** Interrupts all of them, and resolves once their connections are closed. Later ones are rejected. */
  close(): Promise<void>;
}

interface Running {
  readonly slots: ExportSlots;
  readonly streams: Set<ExportStream>;
  isClosing: boolean;
}

const FORMAT_NAMES: readonly ExportFormatName[] = ["csv", "ndjson"];
const pathOf = (format: ExportFormatName): string => `/export/callbacks.${format}`;
export const EXPORT_PATHS: readonly string[] = FORMAT_NAMES.map(pathOf);

/** Serves the callbacks of a list as a file: `GET /export/callbacks.csv` and `.ndjson`. */
export function serveExport(app: FastifyInstance, options: ExportOptions): Exports {
  const running: Running = { slots: createExportSlots(options.clock), streams: new Set(), isClosing: false };
  for (const format of FORMAT_NAMES) {
    app.route({
      method: "GET",
      exposeHeadRoute: false,
      url: pathOf(format),
      handler: (request, reply) => serve(request, reply, format, { ...options, running }),
    });
    app.route({
      method: ["HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"],
      url: pathOf(format),
      handler: ({ method }, reply) => reject(reply.header("allow", "GET"), 405, `${method} is not supported: use GET`),
    });
  }
  return {
    async close() {
      running.isClosing = true;
      await Promise.all(
        [...running.streams].map((stream) => {
          stream.interrupt(interrupted());
          return stream.ended;
        }),
      );
    },
  };
}

interface ServeOptions extends ExportOptions {
  readonly running: Running;
}

/** Rejects the request, or sends the file until its end. */
async function serve(
  request: FastifyRequest,
  reply: FastifyReply,
  format: ExportFormatName,
  options: ServeOptions,
): Promise<FastifyReply | undefined> {
  const refusal = options.requestAuthenticator.refusalOfPage(request.raw) ?? refusalOfLink(request.headers);
  if (refusal !== null) return reject(reply, 403, refusal);
  const client = clientOf(request, "export");
  const rejectAll = (errors: readonly GraphQLError[]): FastifyReply =>
    sendErrors(reply.type(JSON_TYPE), errors, { ...options, statusOf });
  let parameters: ExportParameters;
  try {
    if (options.running.isClosing) throw interrupted();
    parameters = readParameters(request.query);
    if (parameters.hasBom && format !== "csv")
      throw badUserInput("bom is for callbacks.csv: JSON has no byte order mark");
  } catch (error) {
    const result = await options.operationGate.reject(client, asErrors(error));
    return rejectAll("document" in result ? [] : result);
  }
  const admitted = await options.operationGate.admit(client, parameters.operation);
  if (!("document" in admitted)) return rejectAll(admitted.map(explainUntrusted));
  let codes: readonly string[] = [];
  let free = (): void => undefined;
  try {
    free = options.running.slots.take(accountKeyOf(client));
    const file = await admitted.within(() => open(request, format, { admitted, parameters, options }));
    const stream = openExportStream(reply, headersOf(format, file));
    codes = await send(file, stream, { format, hasBom: parameters.hasBom, requestId: request.id, options });
    return undefined;
  } catch (error) {
    codes = codesOf([error]);
    return rejectAll(asErrors(error));
  } finally {
    free();
    admitted.end(codes);
  }
}

interface Opening {
  readonly admitted: Admitted;
  readonly parameters: ExportParameters;
  readonly options: ServeOptions;
}

function open(
  request: FastifyRequest,
  format: ExportFormatName,
  { admitted, parameters: { fields, after }, options }: Opening,
): Promise<ExportFile> {
  const { schema, createContext, clock } = options;
  const caller = callerOf(request);
  const client = new ClientDisconnect();
  const list = exportedList(schema, admitted);
  return openExport({
    list,
    columns: columnsOf(fields, list.selected),
    format: EXPORT_FORMATS[format],
    after,
    createLoaders() {
      requireUnexpired(caller, clock());
      return createContext(client, caller).loaders;
    },
  });
}

interface Sending {
  readonly format: ExportFormatName;
  readonly hasBom: boolean;
  readonly requestId: string;
  readonly options: ServeOptions;
}

/** Sends the file. Returns the codes of the error that ended it; none if it is complete, or the client has left. */
async function send(file: ExportFile, stream: ExportStream, sending: Sending): Promise<readonly string[]> {
  const { format, hasBom, requestId, options } = sending;
  const { formatErrors, logger, running } = options;
  const startedAt = performance.now();
  let rows = 0;
  let codes: readonly string[] = [];
  running.streams.add(stream);
  // Requests that were accepted just before.
  if (running.isClosing) stream.interrupt(interrupted());
  try {
    if (hasBom) await stream.write(BYTE_ORDER_MARK);
    for await (const { text, rowCount } of file.chunks()) {
      await stream.write(text);
      if (stream.isGone) break;
      rows += rowCount;
    }
    await stream.end("");
  } catch (error) {
    codes = codesOf([error]);
    const [formatted = { message: "internal error" }] = formatErrors([toGraphQLError(error)]);
    const line = EXPORT_FORMATS[format].failure(formatted);
    if (line === null) stream.break();
    else await stream.end(line);
  } finally {
    running.streams.delete(stream);
  }
  const ms = Math.round(performance.now() - startedAt);
  logger.info({ requestId, format, rows, ms, ...(codes.length > 0 && { codes }) }, "export ended");
  return codes;
}

function headersOf(format: ExportFormatName, { changeCursor }: ExportFile): Record<string, string> {
  return {
    "content-type": EXPORT_FORMATS[format].mediaType,
    "content-disposition": `attachment; filename="callbacks.${format}"`,
    "cache-control": "no-store",
    "ringback-change-cursor": changeCursor,
    "access-control-expose-headers": "ringback-change-cursor",
  };
}

/** A client that saves what it gets must not take an error for a file. */
function statusOf(code: string): number {
  if (code === "PERSISTED_QUERY_NOT_FOUND") return 404;
  return code === "STORE_UNAVAILABLE" || code === "EXPORT_INTERRUPTED" ? 503 : httpStatusOf(code);
}

function interrupted(): GatewayError {
  return new GatewayError("EXPORT_INTERRUPTED", "the gateway is shutting down: go on after the cursor of the last row");
}

function toGraphQLError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

/** Errors that are responses to the client; rethrows all others. */
function asErrors(error: unknown): readonly GraphQLError[] {
  if (error instanceof GatewayError || error instanceof GraphQLError) return [toGraphQLError(error)];
  throw error;
}
