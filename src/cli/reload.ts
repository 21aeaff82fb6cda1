import { findStore } from "../config/config.js";
import { findGateway, reloadGatewayOf, type ReloadApplied } from "../server/ops/control-socket.js";
import { print, type Command } from "./command.js";

export const reloadCommand: Command = {
  options: {},
  does: ["have the gateway that serves the embedded store read its settings again; print what changed"],
  async run({ environment }) {
    const { dataDirectory, databaseUrl } = findStore(environment);
    if (databaseUrl !== null) return fail(SHARED);
    const gateway = await findGateway(dataDirectory);
    if (gateway === null) return fail([`No gateway serves ${dataDirectory}: nothing was reloaded.`]);
    const outcome = await reloadGatewayOf(dataDirectory);
    if ("error" in outcome) return fail(["Nothing was reloaded:", outcome.error]);
    print([`Settings reloaded by process ${gateway.pid}.`, ...linesOf(outcome)]);
    if (outcome.failed.length > 0) process.exitCode = 1;
  },
};

const SHARED = [
  "Gateways that share a database are not reloaded by this command: send SIGHUP to each of them,",
  "such as by kill -HUP <pid>. What changed is in its log.",
];

function linesOf(outcome: ReloadApplied): readonly string[] {
  const list = (title: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [`${title}: ${items.join(", ")}`];
  const { added, changed, removed, failed, unverified, restart } = outcome;
  const areSame = [added, changed, removed, failed].every(({ length }) => length === 0);
  return [
    ...(areSame ? ["The sources are the same."] : []),
    ...list("Added sources", added),
    ...list("Changed sources", changed),
    ...list("Removed sources", removed),
    ...failed.map(({ source, reason }) => `${source} could not be opened, and is as before: ${reason}`),
    ...unverified.map(({ source, reason }) => `${source} was opened, but its check failed: ${reason}`),
    ...list("Restart the gateway to apply", restart),
  ];
}

function fail(lines: readonly string[]): void {
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exitCode = 1;
}
