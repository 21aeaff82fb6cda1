import "reflect-metadata";
import { parseArgs } from "node:util";
import { compareWithReference, type Difference } from "../support/fuzz/differences.js";
import { openStage } from "../support/fuzz/stage.js";

// npm run fuzz -- [--operations 20000] [--seed 1] [--times 4] [--caches on|off|both]
const SHOWN = 5;

const { values } = parseArgs({
  options: {
    operations: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    times: { type: "string", default: "4" },
    caches: { type: "string", default: "both" },
  },
});
const [operations, seed, times] = [values.operations, values.seed, values.times].map(Number) as [
  number,
  number,
  number,
];
if (![operations, seed, times].every((number) => Number.isInteger(number) && number > 0)) {
  throw new Error("--operations, --seed and --times have to be whole numbers above 0");
}
if (!["on", "off", "both"].includes(values.caches)) throw new Error("--caches has to be on, off or both");

function show({ index, transport, time, text, variables, expected, got }: Difference): string {
  const at = expected.findIndex((part, place) => part !== got[place]);
  return [
    `operation ${index} of seed ${seed}, over ${transport}, time ${time}:`,
    text,
    `variables: ${JSON.stringify(variables)}`,
    `expected ${expected.length} results, got ${got.length}; the first that differs:`,
    `expected: ${expected[at] ?? "(none)"}`,
    `got:      ${got[at] ?? "(none)"}`,
    "",
  ].join("\n");
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

let total = 0;
for (const isCaching of values.caches === "both" ? [true, false] : [values.caches === "on"]) {
  const stage = await openStage(isCaching);
  const before = process.cpuUsage();
  const compared = await compareWithReference(stage, { seed, operations, times: isCaching ? times : 1 });
  await stage.world.close();
  const { differences, sent, withErrors, withoutData, moved } = compared;
  total += differences.length + stage.errorLines.length;
  for (const difference of differences.slice(0, SHOWN)) print(show(difference));
  for (const line of stage.errorLines.slice(0, SHOWN)) print(`error in the log: ${line}`);
  const requests = Object.entries(sent).map(([transport, count]) => `${count} ${transport}`);
  print(
    `caches ${isCaching ? "on" : "off"}: ${operations} operations, ${requests.join(", ")}; ` +
      `${withErrors} with errors, ${withoutData} without data, ${moved} moved; ${differences.length} differences, ` +
      `${stage.errorLines.length} errors in the log, ${((process.cpuUsage(before).user + process.cpuUsage(before).system) / 1_000_000).toFixed(1)} s of CPU`,
  );
}
print(`${total} differences`);
if (total > 0) process.exitCode = 1;
