import { z } from "zod";

/** Settings of the tools that agents call over the Model Context Protocol. */
export const mcpSchema = z.strictObject({
  /** Whether `/mcp` serves the tools. Default true: callers have the rights that they have at `/graphql`. */
  enabled: z.boolean().default(true),
  /** `all` (default), or `read`: only tools that change nothing. */
  tools: z.enum(["all", "read"]).default("all"),
  /**
   * PII in results: `masked` (default) for every caller, or `onRequest`: as it is, for callers with `pii:read` that set
   * the argument `includePersonalData`.
   */
  personalData: z.enum(["masked", "onRequest"]).default("masked"),
});

export type McpSettings = z.infer<typeof mcpSchema>;
