import { readSettings, settingsFile } from "../config/config.js";
import type { Command } from "./command.js";
import { serveDemo } from "./demo.js";
import { serveSettings } from "./serve-settings.js";
import { handleSignals } from "./signals.js";
import { growSooner } from "./v8-flags.js";

export const serveCommand: Command = {
  options: {},
  does: ["start the gateway with the sources of RINGBACK_CONFIG; without it, start the demo"],
  async run({ environment, startServing }) {
    const shutdown = handleSignals();
    const file = settingsFile(environment);
    if (file === null) return serveDemo({ file: null }, { environment, shutdown, startServing });
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
