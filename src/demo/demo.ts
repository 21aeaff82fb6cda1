import type { FakeVendor } from "../adapters/fake/fake.js";
import { serveFake, type ServedFake } from "../adapters/fake/serve.js";
import { ADAPTERS } from "../adapters/registry.js";
import type { Clock } from "../domain/time/instant.js";
import { createEventSender } from "./event-sender.js";
import { FAULT_AFTER_MS, withDemoFault, type DemoFault } from "./demo-fault.js";

/** The fake vendors of the demo, behind real HTTP on this machine. */
export interface Demo {
  /** The `sources` of the settings that talk to them. */
  readonly sources: Readonly<Record<string, unknown>>;
  /** The URL of each fake, by source name. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Has the fakes of vendors with events send them to the gateway at this URL. */
  sendEventsTo(url: string): void;
  close(): Promise<void>;
}

const STEP_MS = 1000;

/** The sources of the demo, one per vendor. */
export const DEMO_SOURCES: readonly string[] = ADAPTERS.map(({ vendor }) => demoSourceOf(vendor));

export interface DemoOptions {
  /** Initial number of callbacks of each fake. Default: the demo's own size. */
  readonly count?: number | undefined;
  /** By source; each begins half a minute after the start. Default: none. */
  readonly faults?: ReadonlyMap<string, DemoFault>;
}

/** Serves one fake per vendor, and advances them with the clock. */
export async function startDemo(clock: Clock, { count, faults }: DemoOptions = {}): Promise<Demo> {
  const faultAt = clock() + FAULT_AFTER_MS;
  const hasFault = (): boolean => clock() >= faultAt;
  const running: { name: string; vendor: string; displayName: string; fake: FakeVendor; served: ServedFake }[] = [];
  for (const definition of ADAPTERS) {
    const fake = definition.createFake(clock, count === undefined ? {} : { count });
    const vendor = definition.vendor.toLowerCase();
    const name = demoSourceOf(definition.vendor);
    const served = await serveFake(withDemoFault(fake, faults?.get(name), hasFault));
    running.push({ name, vendor, displayName: definition.productName, fake, served });
  }
  const senders = running.flatMap(({ name, fake }) => createEventSender(name, fake, clock) ?? []);
  let gatewayUrl: string | null = null;
  const timer = setInterval(() => {
    for (const { fake } of running) fake.advance(clock());
    if (gatewayUrl !== null) for (const sender of senders) void sender.send(gatewayUrl);
  }, STEP_MS);
  return {
    sources: Object.fromEntries(
      running.map(({ name, vendor, displayName, fake, served }) => [
        name,
        { vendor, displayName, ...fake.settings(served.baseUrl) },
      ]),
    ),
    addresses: Object.fromEntries(running.map(({ name, served }) => [name, served.baseUrl])),
    sendEventsTo(url) {
      gatewayUrl = url;
    },
    async close() {
      clearInterval(timer);
      await Promise.all(running.map(({ served }) => served.close()));
    },
  };
}

function demoSourceOf(vendor: string): string {
  return `${vendor.toLowerCase().replaceAll("_", "-")}-demo`;
}
