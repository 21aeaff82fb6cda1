import type { FakeCallback } from "../../src/adapters/fake/fake.js";
import { createRandom } from "../../src/adapters/fake/random.js";
import type { JsonObject } from "../../src/lib/json.js";
import type { SourceReport, SyncState } from "../../src/domain/source.js";
import { mostAMinute, openTenant, percentile, type Tenant } from "./tenant.js";
import { definitionOf, populate, TOUCH, watchingNumbers, type Population } from "./tenant-sizes.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const SAMPLE_MS = 5 * SECOND;
/** The quota is 300 a minute, and the background takes nine tenths of it. */
export const PER_MINUTE = 270;
const LONGEST_INITIAL_MS = 120 * MINUTE;

/** What a simulated tenant came to. */
export interface Figures {
  readonly vendor: string;
  readonly open: number;
  readonly ended: number;
  /** How long it took until every key had been looked at once. */
  readonly initialMs: number;
  readonly requestsPerMinute: number;
  readonly mostRequestsInAnyMinute: number;
  readonly refusals: number;
  /** Part of the samples that were FRESH, once what is due soon was caught up with after the initial sync: 0 to 1. */
  readonly freshShare: number;
  /** From a change at the vendor to the published change: p50, p95, max. */
  readonly hot: Delays;
  readonly far: Delays;
  /** The longest time that a change has been waiting for that was not published at the end. */
  readonly longestPendingMs: number;
  readonly state: SyncState;
  readonly healths: ReadonlySet<string>;
  /** Reports during the initial sync. */
  readonly early: readonly SourceReport[];
}

export interface Delays {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export interface TenantSize {
  readonly vendor: string;
  readonly open: number;
  readonly ended?: number;
}

export interface SimulationOptions extends TenantSize {
  /** How long it goes on after the initial sync. */
  readonly minutes: number;
}

/** A tenant that answers by number only, or lists; every number is watched where the vendor has to be told. */
export async function openSized({ vendor, open, ended = 0 }: TenantSize): Promise<[Tenant, Population]> {
  const { [vendor]: touch = (record: JsonObject) => record } = TOUCH;
  let population: Population = { hot: [], today: [], far: [] };
  const tenant = await openTenant({
    definition: definitionOf(vendor),
    touch,
    populate(fake, now) {
      const [vendorStatus = ""] = Object.entries(fake.vendorStatuses).find(([, to]) => to === "COMPLETED") ?? [];
      const over: FakeCallback = { phoneNumber: "+14155550199", start: now - 86_400_000, vendorStatus };
      for (let index = 0; index < ended; index += 1) fake.add(over);
      population = populate(fake, now, open);
    },
    settings: (own) => (vendor === "WEBEX" || vendor === "MINDFUL" ? watchingNumbers(vendor, own, open) : own),
  });
  return [tenant, population];
}

/**
 * Lets a tenant run from an empty store: first until all of it is known, then for so many minutes, with changes. Prints a row
 * of the table in docs/sync.md.
 */
export async function simulate(options: SimulationOptions): Promise<Figures> {
  const figures = await run(options);
  process.stdout.write(`${rowOf(figures)}\n`);
  return figures;
}

async function run(options: SimulationOptions): Promise<Figures> {
  const [tenant, population] = await openSized(options);
  const { time } = tenant;
  const random = createRandom(7);
  const healths = new Set<string>();
  const early: SourceReport[] = [];
  try {
    for (;;) {
      await time.pass(SECOND);
      // The whole list of a vendor that lists is a part of it.
      const { keys, never } = tenant.refresher.syncOf("north").summary(null, false);
      if (keys >= options.open && never === 0) break;
      if (time.timer.now() > LONGEST_INITIAL_MS) throw new Error("the initial sync does not end");
      if (time.timer.now() % MINUTE < SECOND) early.push(await tenant.report());
    }
    const initialMs = time.timer.now();
    // What is due soon had to wait until everything had been looked at once.
    await time.pass(tenant.state().dueSoonDelayMs * 1.2);
    const requestsBefore = tenant.requests.length;
    let fresh = 0;
    const samples = (options.minutes * MINUTE) / SAMPLE_MS;
    for (let sample = 0; sample < samples; sample += 1) {
      await time.pass(SAMPLE_MS);
      tenant.change(random.pick(population.hot), "hot");
      tenant.change(random.pick(population.far), "far");
      if ((await tenant.report()).freshness === "FRESH") fresh += 1;
      healths.add(tenant.refresher.health("north").state);
    }
    return {
      vendor: options.vendor,
      open: options.open,
      ended: options.ended ?? 0,
      initialMs,
      requestsPerMinute: (tenant.requests.length - requestsBefore) / options.minutes,
      mostRequestsInAnyMinute: mostAMinute(tenant.requests),
      refusals: tenant.fake.refusals(),
      freshShare: fresh / samples,
      hot: delaysOf(tenant.delays.hot),
      far: delaysOf(tenant.delays.far),
      longestPendingMs: tenant.longestPendingMs(),
      state: tenant.state(),
      healths,
      early,
    };
  } finally {
    await tenant.close();
  }
}

function delaysOf(delays: readonly number[]): Delays {
  return {
    count: delays.length,
    p50: percentile(delays, 0.5),
    p95: percentile(delays, 0.95),
    max: percentile(delays, 1),
  };
}

function rowOf(figures: Figures): string {
  const { vendor, open, ended, initialMs, requestsPerMinute, hot, far, freshShare } = figures;
  const size = open.toLocaleString("en-US") + (ended === 0 ? "" : ` (and ${ended.toLocaleString("en-US")} ended)`);
  const delays = ({ p50, p95, max }: Delays): string => [p50, p95, max].map(duration).join(", ");
  const figure = `${Math.round(requestsPerMinute)} | ${delays(hot)} | ${delays(far)} | ${Math.round(freshShare * 100)} %`;
  return `| ${vendor} | ${size} | ${duration(initialMs)} | ${figure} |`;
}

function duration(ms: number): string {
  if (Number.isNaN(ms)) return "–";
  return ms < 120_000 ? `${Math.round(ms / 1000)} s` : `${(ms / 60_000).toFixed(1)} min`;
}
