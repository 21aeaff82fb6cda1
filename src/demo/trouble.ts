import type { FakeVendor } from "../adapters/fake/fake.js";

/** Troubles that a fake of the demo can have: what `--break` accepts. */
const TROUBLES = {
  down: async (): Promise<Response> => new Response(null, { status: 503 }),
  slow: async (respond: () => Promise<Response>): Promise<Response> => {
    await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
    return respond();
  },
  limited: async (): Promise<Response> => Response.json({}, { status: 429, headers: { "retry-after": "30" } }),
} as const;

export type Trouble = keyof typeof TROUBLES;

const SLOW_MS = 6000;
/** The fakes work for so long after the start: the gateway then has data that gets old. */
export const TROUBLE_AFTER_MS = 30_000;

/** Thrown for a text that names no source or no trouble. The message lists the possible ones. */
export class TroubleError extends Error {}

/**
 * Reads `source=trouble,…`. A source may be named without its ending `-demo`. Throws a TroubleError for an unknown
 * source or trouble, and for a source that is named twice.
 */
export function parseTroubles(text: string, sources: readonly string[]): ReadonlyMap<string, Trouble> {
  const troubles = new Map<string, Trouble>();
  for (const part of text.split(",").map((one) => one.trim())) {
    const [given = "", trouble = "", ...more] = part.split("=");
    const source = sources.find((name) => name === given || name === `${given}-demo`);
    if (source === undefined) {
      throw new TroubleError(`--break ${part}: unknown source ${given}; expected one of ${sources.join(", ")}`);
    }
    if (!isTrouble(trouble) || more.length > 0) {
      const expected = Object.keys(TROUBLES).join(", ");
      throw new TroubleError(`--break ${part}: expected ${given}=<trouble>, the trouble being one of ${expected}`);
    }
    if (troubles.has(source)) throw new TroubleError(`--break ${part}: ${source} is named twice`);
    troubles.set(source, trouble);
  }
  return troubles;
}

/** A fake that has the trouble from the moment on at which `hasBegun` returns true. */
export function withTrouble(
  fake: Pick<FakeVendor, "handle">,
  trouble: Trouble | undefined,
  hasBegun: () => boolean,
): Pick<FakeVendor, "handle"> {
  if (trouble === undefined) return fake;
  return {
    handle: (request) => (hasBegun() ? TROUBLES[trouble](() => fake.handle(request)) : fake.handle(request)),
  };
}

function isTrouble(text: string): text is Trouble {
  return Object.hasOwn(TROUBLES, text);
}
