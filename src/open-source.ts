import type { AdapterContext } from "./adapters/adapter.js";
import { capabilitiesOf, coverageOf } from "./adapters/capability.js";
import type { SourceSettings } from "./config/config.js";
import { withTls } from "./config/tls.js";
import type { Connect } from "./lib/connect.js";
import type { Source } from "./sync/source.js";

/** Creates the adapter of a source by its settings. */
export function openSource(
  { name, definition, settings, connections, promise, displayName, names, tls }: SourceSettings,
  context: Omit<AdapterContext, "source" | "vendor" | "connect"> & { readonly connect: Connect },
): Source {
  const { vendor } = definition;
  const adapter = definition.create(settings, {
    ...context,
    source: name,
    vendor,
    connect: withTls(context.connect, tls),
  });
  const abilities = { capabilities: capabilitiesOf(adapter), coverage: coverageOf(adapter) };
  return {
    description: { name, vendor, ...abilities, promise, displayName, areAgentsPublic: names.agentsArePublic },
    adapter,
    concurrency: connections,
  };
}
