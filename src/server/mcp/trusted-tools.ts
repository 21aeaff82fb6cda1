import { digestOf, type TrustedDocuments } from "../documents/persisted-query.js";
import type { McpSettings } from "./mcp-settings.js";
import { offeredBy } from "./tools.js";

/**
 * Adds the operations of the offered tools to the trusted documents: they are the gateway's own, and turning off the tools
 * takes them away. Null stays null: any document is executed.
 */
export function trustTools(trusted: TrustedDocuments | null, settings: McpSettings): TrustedDocuments | null {
  if (trusted === null) return null;
  return new Map([...trusted, ...offeredBy(settings).map(({ document }) => [digestOf(document), document] as const)]);
}
