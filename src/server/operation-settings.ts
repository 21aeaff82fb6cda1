import { z } from "zod";
import { LARGEST_COUNT, LONGEST_TIMER_MS } from "../callback/bounds.js";
import type { Rate } from "./bucket.js";

/** Lists in lists in lists, each as long as it may be. */
const LARGEST_COST = 1_000_000_000_000;

const count = (least: number) => z.int().min(least).max(LARGEST_COUNT);

/** A rate that is this one by default. */
export const rateSchema = ({ requests, perMs }: Rate) =>
  z
    .strictObject({ requests: count(1).default(requests), perMs: z.int().min(1).max(LONGEST_TIMER_MS).default(perMs) })
    .prefault({});

/** How much one operation, and one caller, may ask for. Beyond a limit the answer names it. */
export const operationsSchema = z.strictObject({
  /** Characters of a document, its comments included. */
  maxDocumentCharacters: z.int().min(100).max(10_000_000).default(262_144),
  /** Words and signs of a document. */
  maxTokens: count(10).default(2000),
  /** How deep fields may lie in one another; those of introspection do not count. */
  maxDepth: count(1).default(14),
  /** Fields of an operation, those of a fragment as often as it is used. */
  maxFields: count(1).default(1000),
  maxAliases: count(0).default(50),
  maxDirectives: count(0).default(50),
  /** Fields at the root of an operation. */
  maxRootFields: count(1).default(20),
  /** What an operation may cost: its fields, those of a list as often as the list may be long. */
  maxCost: z.int().min(1).max(LARGEST_COST).default(50_000),
  /** Values that the variables of an operation may hold. */
  maxVariableValues: count(1).default(2000),
  /** Characters of the texts and names in the variables of an operation. */
  maxVariableCharacters: z.int().min(0).max(10_000_000).default(262_144),
  /** How long an operation may take, in milliseconds; what it alone asks of vendors ends with it. Subscriptions have no end. */
  timeoutMs: z.int().min(1).max(LONGEST_TIMER_MS).default(30_000),
  /** How many operations a caller may begin: these many at once, and so many again over the time. */
  rate: rateSchema({ requests: 6000, perMs: 60_000 }),
  /** Queries and mutations of one caller at a time. */
  perCaller: count(1).default(100),
  /** Subscriptions of one caller at a time. */
  subscriptionsPerCaller: count(1).default(20_000),
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
