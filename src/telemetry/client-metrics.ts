import { Counter, type Registry } from "prom-client";
import type { ClientApplication } from "../server/operation-observer.js";

/** How many pairs of name and version have samples of their own: clients choose these texts. */
export const MAX_CLIENTS = 100;

/** Not accepted as names of clients, so they stand for nothing else. */
const UNNAMED = { client: "(none)", version: "" };
const OTHERS = { client: "(other)", version: "" };

/** Counts operations by client application: the first 100 pairs of name and version of this process, then all others as one. */
export function createClientCounter(registry: Registry): (client: ClientApplication | null, outcome: string) => void {
  const operations = new Counter({
    name: "ringback_client_operations_total",
    help: "GraphQL operations that completed, by the client's name and version.",
    labelNames: ["client", "version", "outcome"],
    registers: [registry],
  });
  const labelsOf = new Map<string, { readonly client: string; readonly version: string }>();
  const find = ({ name, version }: ClientApplication): { readonly client: string; readonly version: string } => {
    const key = `${name}\n${version ?? ""}`;
    const existing = labelsOf.get(key);
    if (existing !== undefined) return existing;
    if (labelsOf.size >= MAX_CLIENTS) return OTHERS;
    const labels = { client: name, version: version ?? "" };
    labelsOf.set(key, labels);
    return labels;
  };
  return (client, outcome) => operations.inc({ ...(client === null ? UNNAMED : find(client)), outcome });
}
