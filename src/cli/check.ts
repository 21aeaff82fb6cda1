import { GatewayError } from "../domain/errors.js";
import { readSettings, settingsFile, SettingsError, type Settings } from "../config/config.js";
import { connectBy } from "../config/proxies.js";
import { withTls } from "../config/tls.js";
import { countRequests } from "../domain/change/request-stamp.js";

import { checkDeliveryFilters } from "./check-deliveries.js";
import { print, type Command } from "./command.js";

export const checkCommand: Command = {
  options: {},
  does: ["check that each source of RINGBACK_CONFIG can be reached and accepts its credentials"],
  async run({ environment }) {
    const file = settingsFile(environment);
    if (file === null) throw new SettingsError("RINGBACK_CONFIG is not set: set it to the settings file to check");
    const settings = readSettings(file, environment);
    checkDeliveryFilters(settings);
    const results = await checkSources(settings);
    print(results.map(({ source, ok, message }) => `${ok ? "ok    " : "FAILED"} ${source}: ${message}`));
    if (results.some(({ ok }) => !ok)) process.exitCode = 1;
  },
};

/** The result of the smallest request that proves reachability and credentials. */
export interface SourceCheck {
  readonly source: string;
  readonly ok: boolean;
  readonly message: string;
}

/** Checks every source of the settings. Never rejects: failures are in the results. */
export async function checkSources(settings: Settings): Promise<readonly SourceCheck[]> {
  const connect = connectBy(settings.proxies);
  return Promise.all(
    settings.sources.map(async ({ name, definition, settings: own, tls }): Promise<SourceCheck> => {
      const { vendor } = definition;
      const adapter = definition.create(own, {
        source: name,
        vendor,
        clock: Date.now,
        stampRequest: countRequests(Date.now),
        connect: withTls(connect, tls),
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
