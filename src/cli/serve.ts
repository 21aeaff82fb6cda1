import { readSettings, settingsFile } from "../config/config.js";
import { ArgumentError, type Command } from "./command.js";
import { BREAK, serveDemo, toDemoFaults } from "./demo.js";
import { serveSettings } from "./serve-settings.js";
import { handleSignals } from "./signals.js";
import { growSooner } from "./v8-flags.js";

export const serveCommand: Command = {
  options: { break: BREAK },
  does: ["start the gateway with the sources of RINGBACK_CONFIG; without it, start the demo; --break: as in the demo"],
  async run({ environment, options, startServing }) {
    const faults = toDemoFaults(options);
    const shutdown = handleSignals();
    const file = settingsFile(environment);
    if (file !== null && faults.size > 0) {
      throw new ArgumentError(`--break works in the demo only, and ${file} has sources; unset RINGBACK_CONFIG`);
    }
    if (file === null) return serveDemo({ file: null, faults }, { environment, shutdown, startServing });
    growSooner();
    const settings = readSettings(file, environment);
    const ready = `ringback serves ${settings.sources.length} sources`;
    await serveSettings(settings, {
      environment,
      shutdown,
      startServing,
      reload: () => readSettings(file, environment),
      readyText: (url) => `${ready} at ${url}/graphql\n`,
    });
  },
};
