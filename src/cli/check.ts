import { GatewayError } from "../domain/errors.js";
import type { Settings } from "../config/config.js";
import { connectBy } from "../config/proxies.js";
import { countRequests } from "../domain/change/request-stamp.js";

/** What came of asking one source for the least that proves reachability and credentials. */
export interface SourceCheck {
  readonly source: string;
  readonly ok: boolean;
  readonly message: string;
}

/** Asks every source of the settings. Never rejects: what failed is in the result. */
export async function checkSources(settings: Settings): Promise<readonly SourceCheck[]> {
  const connect = connectBy(settings.proxies);
  return Promise.all(
    settings.sources.map(async ({ name, definition, settings: own }): Promise<SourceCheck> => {
      const { vendor } = definition;
      const adapter = definition.create(own, {
        source: name,
        vendor,
        clock: Date.now,
        stampRequest: countRequests(Date.now),
        connect,
      });
      const startedAt = performance.now();
      try {
        await adapter.verify({ signal: new AbortController().signal });
        const took = Math.round(performance.now() - startedAt);
        return { source: name, ok: true, message: `reached and authenticated in ${took} ms` };
      } catch (error) {
        const message = error instanceof GatewayError ? `${error.code}: ${error.message}` : String(error);
        return { source: name, ok: false, message };
      } finally {
        await adapter.close();
      }
    }),
  );
}
