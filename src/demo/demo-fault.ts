import type { FakeVendor } from "../adapters/fake/fake.js";

/** DemoFaults that a fake of the demo can have: what `--break` accepts. */
const DEMO_FAULTS = {
  down: async (): Promise<Response> => new Response(null, { status: 503 }),
  slow: async (respond: () => Promise<Response>): Promise<Response> => {
    await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    return respond();
  },
  limited: async (): Promise<Response> => Response.json({}, { status: 429, headers: { "retry-after": "30" } }),
} as const;

export type DemoFault = keyof typeof DEMO_FAULTS;

const SLOW_MS = 6000;
/** The fakes work for so long after the start: the gateway then has data that gets old. */
export const FAULT_AFTER_MS = 30_000;

/** Thrown for a text that names no source or no fault. The message lists the possible ones. */
export class DemoFaultError extends Error {}

/**
 * Reads `source=fault,…`. A source may be named without its ending `-demo`. Throws a DemoFaultError for an unknown
 * source or fault, and for a source that is named twice.
 */
export function parseDemoFaults(text: string, sources: readonly string[]): ReadonlyMap<string, DemoFault> {
  const faults = new Map<string, DemoFault>();
  for (const part of text.split(",").map((one) => one.trim())) {
    const [given = "", fault = "", ...more] = part.split("=");
    const source = sources.find((name) => name === given || name === `${given}-demo`);
    if (source === undefined) {
      throw new DemoFaultError(`--break ${part}: unknown source ${given}; expected one of ${sources.join(", ")}`);
    }
    if (!isDemoFault(fault) || more.length > 0) {
      const expected = Object.keys(DEMO_FAULTS).join(", ");
      throw new DemoFaultError(`--break ${part}: expected ${given}=<fault>, the fault being one of ${expected}`);
    }
    if (faults.has(source)) throw new DemoFaultError(`--break ${part}: ${source} is named twice`);
    faults.set(source, fault);
  }
  return faults;
}

/** A fake that has the fault from the moment on at which `hasBegun` returns true. */
export function withDemoFault(
  fake: Pick<FakeVendor, "handle">,
  fault: DemoFault | undefined,
  hasBegun: () => boolean,
): Pick<FakeVendor, "handle"> {
  if (fault === undefined) return fake;
  return {
    handle: (request) => (hasBegun() ? DEMO_FAULTS[fault](() => fake.handle(request)) : fake.handle(request)),
  };
}

function isDemoFault(text: string): text is DemoFault {
  return Object.hasOwn(DEMO_FAULTS, text);
}
