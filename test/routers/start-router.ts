import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { composeServices } from "@apollo/composition";
import { parse } from "graphql";
import { freePort } from "../support/free-port.js";
import { startProcess } from "../support/process.js";

export interface Subgraph {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
}

/** A router that runs as a process of its own. */
export interface RunningRouter {
  /** Without the path of GraphQL. */
  readonly url: string;
  close(): Promise<void>;
}

export type HiveProtocol = "ws" | "sse" | "http-callback";

export async function startApollo(subgraphs: readonly Subgraph[]): Promise<RunningRouter> {
  return start("apollo.js", subgraphs, []);
}

/** Hive's subscriptions reach the subgraphs by `protocol`; results of callbacks are sent below `/callback` at `port`. */
export async function startHive(
  subgraphs: readonly Subgraph[],
  protocol: HiveProtocol,
  port?: number,
): Promise<RunningRouter> {
  return start("hive.js", subgraphs, [protocol, String(port ?? (await freePort()))]);
}

async function start(
  script: string,
  subgraphs: readonly Subgraph[],
  options: readonly string[],
): Promise<RunningRouter> {
  const folder = mkdtempSync(join(tmpdir(), "ringback-router-"));
  const supergraph = join(folder, "supergraph.graphql");
  writeFileSync(supergraph, compose(subgraphs));
  const bin = fileURLToPath(new URL(script, import.meta.url));
  const running = startProcess([supergraph, ...options], {}, bin);
  const [, url = ""] = await running.waitFor(/^ready at (\S+)\/graphql$/mu);
  return {
    url,
    async close() {
      running.child.kill();
      await running.ended();
      rmSync(folder, { recursive: true });
    },
  };
}

function compose(subgraphs: readonly Subgraph[]): string {
  const services = subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) }));
  const { errors = [], supergraphSdl } = composeServices(services);
  if (supergraphSdl === undefined) throw new Error(errors.map(({ message }) => message).join("\n"));
  return supergraphSdl;
}
