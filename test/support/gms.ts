import { countRequests } from "../../src/domain/change/request-stamp.js";
import type { Adapter } from "../../src/adapters/adapter.js";
import { serveFake } from "../../src/adapters/fake/serve.js";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { createGmsFake, type GmsFakeOptions } from "../../src/adapters/genesys-gms/fake.js";
import { genesysGms } from "../../src/adapters/genesys-gms/index.js";
import { genesysGmsSettings } from "../../src/adapters/genesys-gms/settings.js";
import type { ScheduleCommand } from "../../src/domain/command.js";
import { instantWindow } from "../../src/domain/time/window.js";
import { CommandRejected, type UserError } from "../../src/domain/user-error.js";
import type { JsonObject } from "../../src/lib/json.js";

export const NOW = Date.UTC(2026, 5, 1, 12);
/** A time that every service offers. */
export const START = NOW + 7_200_000;
export const NUMBER = "+14155550100";
export const options = { signal: new AbortController().signal };
export const iso = (at: number): string => new Date(at).toISOString();

/** An adapter of Genesys Mobile Services over its fake. */
export interface GmsBench {
  readonly adapter: Required<Adapter>;
  readonly fake: FakeVendor;
  schedule(fields?: Partial<ScheduleCommand>): ReturnType<Awaited<ReturnType<Required<Adapter>["schedule"]>>["send"]>;
  /** The writes that the fake was sent: method and body. */
  sent(): [string, unknown][];
  close(): Promise<void>;
}

export interface GmsBenchOptions extends GmsFakeOptions {
  readonly settings?: JsonObject;
  /** Responds instead of the fake. */
  readonly respond?: (request: Request) => Response;
}

export async function openGms({ settings = {}, respond, ...own }: GmsBenchOptions = {}): Promise<GmsBench> {
  const fake = createGmsFake(() => NOW, { count: 0, ...own });
  const served = await serveFake(
    respond === undefined ? fake : { handle: (request) => Promise.resolve(respond(request)) },
  );
  const parsed = genesysGmsSettings.parse({
    ...fake.settings(served.baseUrl),
    services: ["sales", "support", "billing"],
    retries: 0,
    breakAfter: 1,
    ...settings,
  });
  const context = { source: "gms", vendor: "GENESYS_GMS", clock: () => NOW, stampRequest: countRequests(() => NOW) };
  const adapter = genesysGms.create(parsed, context) as Required<Adapter>;
  return {
    adapter,
    fake,
    schedule: async (fields = {}) => (await adapter.schedule(aGmsCommand(fields), options)).send(options),
    sent: () =>
      fake.log.filter(({ method }) => method !== "GET").map(({ method, body }) => [method, JSON.parse(body || "null")]),
    async close() {
      await Promise.all([adapter.close(), served.close()]);
    },
  };
}

export function aGmsCommand(fields: Partial<ScheduleCommand> = {}): ScheduleCommand {
  return {
    phoneNumber: NUMBER,
    customerName: null,
    window: instantWindow(START, null, null),
    reason: null,
    queueId: "sales",
    campaignId: null,
    agentId: null,
    originInteractionId: null,
    ...fields,
  };
}

/** The reasons why a command was rejected. Throws where it was not. */
export async function errorsOf(rejected: Promise<unknown>): Promise<readonly UserError[]> {
  const error: unknown = await rejected.catch((thrown: unknown) => thrown);
  if (!(error instanceof CommandRejected)) throw new Error("it was not rejected", { cause: error });
  return error.errors;
}
