import type { FastifyReply, FastifyRequest } from "fastify";
import { OperationTypeNode } from "graphql";
import { rightsOf } from "../callback/caller.js";
import type { Executor, Operation } from "../graphql/executor.js";
import { PARTIAL_SUCCESS } from "./apollo.js";
import type { ContextFactory } from "./endpoint.js";
import { callerOf } from "./entrance.js";
import type { DocumentReader } from "./operation.js";
import type { SharedAnswer, SharedAnswers } from "./shared-answers.js";

/**
 * Answers the plain and frequent: a query by POST of a document that is valid. Whatever is special in a request, or wrong
 * with it, is left to the pipeline, which says so.
 */
export interface Shortcut {
  /** True where it has answered. */
  answer(request: FastifyRequest, reply: FastifyReply, left: AbortSignal): Promise<boolean>;
}

/** An answer without a body is one that the pipeline has to give. */
export interface ShortAnswer extends SharedAnswer {
  readonly isPartial: boolean;
}

export interface ShortcutOptions {
  readonly reader: DocumentReader;
  readonly executor: Executor;
  readonly answers: SharedAnswers<ShortAnswer>;
  readonly createContext: ContextFactory;
}

const JSON_TYPE = "application/json; charset=utf-8";
const RESPONSE_TYPE = "application/graphql-response+json; charset=utf-8";
const NEVER = Number.NEGATIVE_INFINITY;

export function createShortcut({ reader, executor, answers, createContext }: ShortcutOptions): Shortcut {
  return {
    async answer(request, reply, left) {
      const type = typeOf(request.headers.accept);
      const operation = type === null ? null : operationOf(request, reader);
      if (type === null || operation === null) return false;
      const caller = callerOf(request);
      const { text, operationName, variables } = operation;
      const key = JSON.stringify([rightsOf(caller), operationName, variables, text]);
      const { body, isPartial } = await answers.take(key, left, async (signal) => {
        const context = createContext(signal, caller);
        const result = await executor.execute(operation, context);
        if (result.data === undefined) return { body: "", isPartial: false, until: NEVER };
        const isPartial = result.errors !== undefined;
        return {
          body: `${JSON.stringify(result)}\n`,
          isPartial,
          until: isPartial ? NEVER : context.loaders.freshUntil(),
        };
      });
      if (body === "") return false;
      if (isPartial && type === RESPONSE_TYPE) reply.code(PARTIAL_SUCCESS);
      void reply.header("content-type", type).header("cache-control", "no-store").send(body);
      return true;
    },
  };
}

/** The operation of a request that has nothing special about it; else null. */
function operationOf({ method, headers, body }: FastifyRequest, reader: DocumentReader): Operation | null {
  if (method !== "POST" || headers["content-type"]?.startsWith("application/json") !== true) return null;
  if (typeof body !== "object" || body === null || Array.isArray(body)) return null;
  const { query: text, variables = null, operationName = null, extensions = null } = body as Record<string, unknown>;
  if (typeof text !== "string" || extensions !== null) return null;
  if (operationName !== null && typeof operationName !== "string") return null;
  if (!isRecord(variables)) return null;
  const read = reader.read(text, operationName);
  if (!("document" in read) || read.type !== OperationTypeNode.QUERY) return null;
  return { document: read.document, text, operationName, variables };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> | null {
  return typeof value === "object" && !Array.isArray(value);
}

/** What the client wants, where it says so plainly; null where that has to be negotiated. */
function typeOf(accept: string | undefined): string | null {
  if (accept === undefined || accept.startsWith("*/*") || accept.startsWith("application/json")) {
    return accept?.includes(";q=") === true ? null : JSON_TYPE;
  }
  return accept.startsWith("application/graphql-response+json") ? RESPONSE_TYPE : null;
}
