import { demoSettings, toDemoRequest, type DemoRequest } from "../config/demo-settings.js";
import { startDemo } from "../demo/demo.js";
import { welcome } from "../demo/welcome.js";
import type { Command } from "./command.js";
import { serveSettings, type ServeContext } from "./serve-settings.js";
import { handleSignals } from "./signals.js";
import { staySmall } from "./v8-flags.js";

export const demoCommand: Command = {
  options: { config: { value: "<file>" }, callbacks: { value: "<1 to 100000>", range: [1, 100_000] } },
  does: [
    "start the demo with a simulated fake of each vendor; --config: use a settings file without sources;",
    "--callbacks: number of callbacks at each vendor",
  ],
  run: ({ environment, options, startServing }) =>
    serveDemo(toDemoRequest(options), { environment, shutdown: handleSignals(), startServing }),
};

/** Serves the fakes of all vendors, with the settings of a file or the defaults, until a signal ends it. */
export async function serveDemo(
  { file, count }: DemoRequest,
  context: Pick<ServeContext, "environment" | "shutdown" | "startServing">,
): Promise<void> {
  // The demo often runs on a laptop, beside other programs.
  staySmall();
  const demo = await startDemo(Date.now, count);
  try {
    await serveSettings(demoSettings(context.environment, demo.sources, file), {
      ...context,
      reload: null,
      readyText(url) {
        demo.sendEventsTo(url);
        return welcome(url, demo);
      },
    });
  } finally {
    await demo.close();
  }
}
