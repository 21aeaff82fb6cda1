import { z } from "zod";
import { LARGEST_BYTES, LARGEST_COUNT, LONGEST_TIMER_MS } from "../../lib/bounds.js";
import type { Rate } from "../../domain/rate.js";

/** Cost of lists nested three deep, each of the maximum length. */
const LARGEST_COST = 1_000_000_000_000;

const count = (least: number) => z.int().min(least).max(LARGEST_COUNT);

/** Schema of a rate, with this default. */
export const rateSchema = ({ requests, perMs }: Rate) =>
  z
    .strictObject({ requests: count(1).default(requests), perMs: z.int().min(1).max(LONGEST_TIMER_MS).default(perMs) })
    .prefault({});

/** Limits per operation and per caller. An operation over a limit is rejected with an error that names the limit. */
export const operationsSchema = z.strictObject({
  /** Characters of a document, comments included. Default 262,144. */
  maxDocumentCharacters: z.int().min(100).max(10_000_000).default(262_144),
  /** Lexical tokens of a document. Default 2000. */
  maxTokens: count(10).default(2000),
  /** Nesting depth of fields, without introspection. Default 14. */
  maxDepth: count(1).default(14),
  /** Fields of an operation; a fragment's fields count once per use. Default 1000. */
  maxFields: count(1).default(1000),
  maxAliases: count(0).default(50),
  maxDirectives: count(0).default(50),
  /** Root fields of an operation. Default 20. */
  maxRootFields: count(1).default(20),
  /** Cost of an operation: its fields, multiplied by the requested length of each list. Default 50,000. */
  maxCost: z.int().min(1).max(LARGEST_COST).default(50_000),
  /** Values in the variables of an operation. Default 2000. */
  maxVariableValues: count(1).default(2000),
  /** Characters of all strings and names in the variables, declared or not. Default 262,144. */
  maxVariableCharacters: z.int().min(0).max(10_000_000).default(262_144),
  /** Time limit of a query or mutation, in milliseconds; vendor requests for it alone are aborted. Default 30,000. */
  timeoutMs: z.int().min(1).max(LONGEST_TIMER_MS).default(30_000),
  /** Operations that a caller may start: a token bucket of `requests`, refilled over `perMs`. */
  rate: rateSchema({ requests: 6000, perMs: 60_000 }),
  /** Queries and mutations in flight per caller. Default 100. */
  perCaller: count(1).default(100),
  /** Open subscriptions per caller. Default 20,000. */
  subscriptionsPerCaller: count(1).default(20_000),
  /** Bytes of the documents and variables of all subscriptions of one caller. Default 64 MiB. */
  subscriptionBytesPerCaller: z.int().min(1024).max(LARGEST_BYTES).default(67_108_864),
  /** Manifest files of trusted documents; only these are executed. Default: none, so that any document is executed. */
  trustedDocuments: z
    .union([
      z
        .string()
        .min(1)
        .transform((file) => [file]),
      z.array(z.string().min(1)).min(1),
    ])
    .nullable()
    .default(null),
  /** Handling of documents that are in no manifest: `refuse` (default), or `log`: execute them, and log each once. */
  untrustedDocuments: z.enum(["refuse", "log"]).default("refuse"),
});

export type OperationSettings = z.infer<typeof operationsSchema>;
