import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filled, ROOT, startRingback, tenantSources } from "./ringback.js";
import { onStage } from "./stage.js";
import { table } from "./table.js";

const REQUESTS = 6000;
const SHOWN = 10;
/** What comes before is starting and compiling. */
const STEADY_FROM = 0.5;

interface Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

/** Where the time of the list query goes, every query different: the functions that take the most by themselves. */
export function benchProfile(): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "ringback-profile-"));
  const measured = onStage(async ({ vendors, ask }) => {
    // Not the built one: its functions are all of one file.
    const command = ["--cpu-prof", `--cpu-prof-dir=${directory}`, join(ROOT, "dist", "main.js"), "serve"];
    const server = await startRingback(tenantSources(vendors), {}, command);
    const ids = await filled(server.url);
    for (const from of [0, REQUESTS]) {
      const workload = "list, all different";
      await ask({ url: server.url, workload, from, requests: REQUESTS, concurrency: 16, ids });
    }
    await server.end();
    const [file = ""] = readdirSync(directory);
    const profile = JSON.parse(readFileSync(join(directory, file), "utf8")) as Profile;
    return `## Where the time goes: list, all different\n\n${topOf(profile)}`;
  });
  return measured.finally(() => rmSync(directory, { recursive: true, force: true }));
}

function topOf({ nodes, samples, timeDeltas }: Profile): string {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const total = timeDeltas.reduce((sum, delta) => sum + delta, 0);
  const shares = new Map<string, number>();
  let [passed, busy] = [0, 0];
  for (const [index, sample] of samples.entries()) {
    const delta = timeDeltas[index] ?? 0;
    const frame = frames.get(sample);
    passed += delta;
    if (passed < total * STEADY_FROM || frame === undefined || frame.functionName === "(idle)") continue;
    const name = `${frame.functionName || "(anonymous)"} | ${placeOf(frame.url)}`;
    shares.set(name, (shares.get(name) ?? 0) + delta);
    busy += delta;
  }
  const top = [...shares].toSorted(([, left], [, right]) => right - left).slice(0, SHOWN);
  const rows = top.map(([name, share]) => [...name.split(" | "), `${((100 * share) / busy).toFixed(1)} %`]);
  return table(["function", "of", "share of busy time"], rows);
}

/** The package, or the file of ours. */
function placeOf(url: string): string {
  const [, library] = /node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(url) ?? [];
  if (library !== undefined) return library;
  if (url.startsWith("node:")) return url;
  return /dist\/(.*)\.js$/u.exec(url)?.[1] ?? "the engine";
}
