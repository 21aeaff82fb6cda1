import { demoSettings, toDemoRequest, type DemoRequest } from "../config/demo-settings.js";
import { DEMO_SOURCES, startDemo } from "../demo/demo.js";
import { parseDemoFaults, DemoFaultError, type DemoFault } from "../demo/demo-fault.js";
import { welcome } from "../demo/welcome.js";
import { ArgumentError, type Command, type Options } from "./command.js";
import { serveSettings, type ServeContext } from "./serve-settings.js";
import { handleSignals } from "./signals.js";
import { staySmall } from "../lib/heap.js";

/** The option that breaks fakes, at both commands that can start the demo. */
export const BREAK = { value: "<source=fault,…>" };

export const demoCommand: Command = {
  options: { config: { value: "<file>" }, callbacks: { value: "<1 to 100000>", range: [1, 100_000] }, break: BREAK },
  does: [
    "start the demo with a simulated fake of each vendor; --config: use a settings file without sources;",
    "--callbacks: number of callbacks at each vendor; --break <source>=down: faults of single vendors",
    "(down, slow, limited), from half a minute after the start",
  ],
  run: ({ environment, options, startServing }) =>
    serveDemo(
      { ...toDemoRequest(options), faults: toDemoFaults(options) },
      { environment, shutdown: handleSignals(), startServing },
    ),
};

/** Reads the option `--break`. Throws an ArgumentError that lists the sources or the faults. */
export function toDemoFaults({ break: text }: Options): ReadonlyMap<string, DemoFault> {
  try {
    return typeof text === "string" ? parseDemoFaults(text, DEMO_SOURCES) : new Map();
  } catch (error) {
    throw error instanceof DemoFaultError ? new ArgumentError(error.message) : error;
  }
}

/** Serves the fakes of all vendors, with the settings of a file or the defaults, until a signal ends it. */
export async function serveDemo(
  { file, count, faults }: DemoRequest & { readonly faults: ReadonlyMap<string, DemoFault> },
  context: Pick<ServeContext, "environment" | "shutdown" | "startServing">,
): Promise<void> {
  // The demo often runs on a laptop, beside other programs.
  staySmall();
  const demo = await startDemo(Date.now, { count, faults });
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
