import type { AdapterContext } from "./adapters/adapter.js";
import { capabilitiesOf, coverageOf } from "./adapters/capability.js";
import type { SourceSettings } from "./config/config.js";
import type { Source } from "./sync/source.js";

/** Creates the adapter of a source by its settings. */
export function openSource(
  { name, definition, settings, connections, promise, displayName, names }: SourceSettings,
  context: Omit<AdapterContext, "source" | "vendor">,
): Source {
  const { vendor } = definition;
  const adapter = definition.create(settings, { ...context, source: name, vendor });
  const abilities = { capabilities: capabilitiesOf(adapter), coverage: coverageOf(adapter) };
  return {
    description: { name, vendor, ...abilities, promise, displayName, areAgentsPublic: names.agentsArePublic },
    adapter,
    concurrency: connections,
  };
}
