import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Run, RunResult } from "./load.js";
import { freePort } from "../support/free-port.js";
import { loader, startLoad } from "./loader.js";
import { OTHER_CORES, spawnPinned, stop } from "./server.js";

/** What every measurement needs beside the servers that it is about. */
export interface Stage {
  /** Where the vendors are. */
  readonly vendors: string;
  /** Asks a server; rejects where a request failed. */
  readonly ask: (run: Run) => Promise<RunResult>;
}

/** Measures with vendors and a load, each in a process of its own, and ends both. */
export async function onStage<Result>(measure: (stage: Stage) => Promise<Result>): Promise<Result> {
  const port = await freePort();
  const script = fileURLToPath(new URL("vendors.js", import.meta.url));
  const vendors = spawnPinned(OTHER_CORES, [script], { PORT: String(port) });
  const load = startLoad();
  try {
    await once(vendors.stdout ?? vendors, "data");
    return await measure({ vendors: `http://127.0.0.1:${port}`, ask: loader(load) });
  } finally {
    await stop(load);
    await stop(vendors);
  }
}
