import type { Adapter, AdapterDefinition } from "../../src/adapters/adapter.js";
import { ADAPTERS, findAdapter } from "../../src/adapters/registry.js";
import type { Observation } from "../../src/domain/change/observation.js";
import { CommandRejected } from "../../src/domain/user-error.js";
import { instantWindow } from "../../src/domain/time/window.js";
import type { ScheduleCommand } from "../../src/domain/command.js";
import { ANNA, askQuestion, never, NOW, openBench, type Bench, type BenchOptions } from "./adapters.js";
import { countRequests } from "../../src/domain/change/request-stamp.js";

export const HOUR = 3_600_000;
/** When what is wished for begins. */
export const START = NOW + 2 * HOUR;

/** What is wished for, in the terms of the vendors that differ. */
const PARTS: Readonly<Record<string, Partial<ScheduleCommand>>> = {
  WEBEX: {
    customerName: "Anna Abbott",
    queueId: "7be1f00d-4444-4555-a666-000000000010",
    window: instantWindow(START, START + HOUR, "America/New_York"),
  },
  GENESYS_GMS: { queueId: "sales" },
  NICE_CXONE: { queueId: "4711" },
  GENESYS_CLOUD: { customerName: "Anna Abbott", queueId: "9a51c0de-2222-4333-a444-000000000010" },
};

/** Ids of agents at the vendors that have no UUIDs. */
const AGENTS: Readonly<Record<string, string>> = { NICE_CXONE: "813" };

/** An agent to whom a callback may be moved. */
export const anotherAgentAt = (vendor: string): string => AGENTS[vendor] ?? "0b0b0b0b-1111-4222-a333-444444444444";

/** A command that the rules of the vendor let through. */
export function aCommand(vendor: string): ScheduleCommand {
  return {
    phoneNumber: ANNA.phoneNumber,
    customerName: null,
    window: instantWindow(START, null, "America/New_York"),
    reason: "Invoice",
    queueId: null,
    campaignId: null,
    agentId: null,
    originInteractionId: null,
    ...PARTS[vendor],
  };
}

export const definitionOf = (vendor: string): AdapterDefinition => {
  const definition = findAdapter(vendor);
  if (definition === undefined) throw new Error(`There is no ${vendor}.`);
  return definition;
};
/** The vendors whose adapter has this method. */
export const able = (ability: keyof Adapter): AdapterDefinition[] =>
  ADAPTERS.filter((definition) => {
    const settings = definition.settings.parse(
      definition.createFake(() => NOW, { count: 0 }).settings("http://x.test"),
    );
    const context = {
      source: "north",
      vendor: definition.vendor,
      clock: () => NOW,
      stampRequest: countRequests(() => NOW),
    };
    return definition.create(settings, context)[ability] !== undefined;
  });
export const call = { signal: never() };

/** A vendor that can be written to, whatever its adapter is able to. */
export interface WriteBench extends Bench {
  readonly adapter: Required<Adapter>;
}

const opened: Bench[] = [];

/** Ends with `closeWriteBenches`. */
export async function openWriteBench(definition: AdapterDefinition, options?: BenchOptions): Promise<WriteBench> {
  const bench = await openBench(definition, options);
  opened.push(bench);
  return bench as WriteBench;
}

/** Ends all that were opened: for `afterEach`. */
export async function closeWriteBenches(): Promise<void> {
  await Promise.all(opened.splice(0).map((bench) => bench.close()));
}

/** A callback at the vendor, as the gateway has seen it. */
export async function seen(bench: WriteBench): Promise<Observation> {
  const id = bench.fake.add({ ...ANNA, agentId: "0a0a0a0a-1111-4222-a333-444444444444" });
  const adapter: Adapter = bench.adapter;
  const isListed = adapter.list !== undefined && adapter.findByPhoneNumber === undefined;
  const found = isListed
    ? await askQuestion(adapter, { by: "list" })
    : ((await adapter.findByPhoneNumber?.(ANNA.phoneNumber, call)) ?? (await adapter.get?.(id, call)));
  const observation = found?.observations.find(({ callback }) => callback.vendorId === id);
  if (observation === undefined) throw new Error("It is not found.");
  bench.fake.log.length = 0;
  return observation;
}

/** What a command was refused for. Throws where it was not. */
export async function refusalOf(command: Promise<unknown>): Promise<CommandRejected> {
  const error: unknown = await command.catch((thrown: unknown) => thrown);
  if (!(error instanceof CommandRejected)) throw new Error("It was not refused.", { cause: error });
  return error;
}

/** The methods of the requests by which the vendor was to be changed. */
export const writes = (bench: WriteBench): string[] =>
  bench.fake.log
    .filter(({ method, path }) => method !== "GET" && !/callback_status$|details\/query$|search-contacts$/u.test(path))
    .map(({ method }) => method);
