import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Run, RunResult } from "./load.js";
import { OTHER_CORES, spawnPinned } from "./server.js";

/** The process that asks. */
export function startLoad(): ChildProcess {
  return spawnPinned(OTHER_CORES, [fileURLToPath(new URL("load.js", import.meta.url))], {});
}

/** Asks through the process, one run after the other. Rejects where a request failed. */
export function loader(load: ChildProcess): (run: Run) => Promise<RunResult> {
  return async (run) => {
    load.send(run);
    const [result] = (await once(load, "message")) as [RunResult];
    if (result.failed > 0) throw new Error(`${result.failed} of ${result.asked} failed at ${run.url}`);
    return result;
  };
}
