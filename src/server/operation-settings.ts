import { z } from "zod";
import type { Rate } from "./bucket.js";

/** A rate that is this one by default. */
export const rateSchema = ({ requests, perMs }: Rate) =>
  z.strictObject({ requests: z.int().min(1).default(requests), perMs: z.int().min(1).default(perMs) }).prefault({});

/** How much one operation, and one caller, may ask for. Beyond a limit the answer names it. */
export const operationsSchema = z.strictObject({
  /** Words and signs of a document. */
  maxTokens: z.int().min(10).default(2000),
  /** How deep fields may lie in one another; those of introspection do not count. */
  maxDepth: z.int().min(1).default(14),
  /** Fields of an operation, those of a fragment as often as it is used. */
  maxFields: z.int().min(1).default(1000),
  maxAliases: z.int().min(0).default(50),
  maxDirectives: z.int().min(0).default(50),
  /** Fields at the root of an operation. */
  maxRootFields: z.int().min(1).default(20),
  /** What an operation may cost: its fields, those of a list as often as the list may be long. */
  maxCost: z.int().min(1).default(50_000),
  /** Values that the variables of an operation may hold. */
  maxVariableValues: z.int().min(1).default(2000),
  /** How long an operation may take, in milliseconds; what it alone asks of vendors ends with it. Subscriptions have no end. */
  timeoutMs: z.int().min(1).max(2_147_483_647).default(30_000),
  /** How many operations a caller may begin: these many at once, and so many again over the time. */
  rate: rateSchema({ requests: 6000, perMs: 60_000 }),
  /** Queries and mutations of one caller at a time. */
  perCaller: z.int().min(1).default(1000),
  /** Subscriptions of one caller at a time. */
  subscriptionsPerCaller: z.int().min(1).default(20_000),
  /** A manifest of the only documents that are served, or several; without it any document is. */
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
  /** What happens to documents that no manifest has: `refuse`, or `log`, which serves them, for finding out which those are. */
  untrustedDocuments: z.enum(["refuse", "log"]).default("refuse"),
});

export type OperationSettings = z.infer<typeof operationsSchema>;
