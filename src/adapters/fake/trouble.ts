import type { Clock } from "../../domain/time/instant.js";
import type { QuotaSettings } from "../../domain/vendor/quota.js";
import type { FakeOptions, FakeRequest, FakeVendor, Trouble } from "./fake.js";

type Handled = Pick<FakeVendor, "handle" | "log" | "tokenLog" | "refusals" | "trouble">;

/**
 * The quota that most vendors are assumed to have: only one vendor documents a limit, which is this one. A sliding
 * window is the strictest interpretation.
 */
const DEFAULT_QUOTA: QuotaSettings = { requests: 300, perMs: 60_000 };

/**
 * The common part of all fakes: request log, quota and fault injection in front of the vendor's own `answer`.
 * `tokenPath` grants tokens; fault injection and quota do not apply to it.
 */
export function createTroubled(
  answer: (request: FakeRequest, url: URL) => Response | Promise<Response>,
  { clock, quota = DEFAULT_QUOTA, tokenPath = null }: FakeServing,
): Handled {
  const refuse = createRateLimit(clock, quota);
  let refusals = 0;
  const handled: Handled = {
    log: [],
    tokenLog: [],
    refusals: () => refusals,
    trouble: null,
    async handle(request) {
      const url = new URL(request.url);
      const seen: FakeRequest = {
        method: request.method,
        path: url.pathname + url.search,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      };
      const isToken = url.pathname === tokenPath;
      (isToken ? handled.tokenLog : handled.log).push(seen);
      const refused = isToken ? null : refuse();
      if (refused !== null) {
        refusals += 1;
        return refused;
      }
      const { trouble } = handled;
      if (trouble === null || isToken || trouble.match?.(seen) === false) return answer(seen, url);
      if (trouble.kind === "hang" || trouble.kind === "stall") {
        if (trouble.kind === "stall") await answer(seen, url);
        await new Promise((resolve) => request.signal.addEventListener("abort", resolve, { once: true }));
        return new Response(null, { status: 504 });
      }
      return troubled(trouble, () => answer(seen, url));
    },
  };
  return handled;
}

export interface FakeServing extends Pick<FakeOptions, "quota"> {
  readonly clock: Clock;
  /** Default: no tokens are granted. */
  readonly tokenPath?: string | null;
}

/**
 * Counts requests in a sliding window. Returns a 429 for a request beyond the quota, which is not counted; else null.
 */
function createRateLimit(clock: Clock, quota: QuotaSettings | null): () => Response | null {
  const times: number[] = [];
  return () => {
    if (quota === null) return null;
    const now = clock();
    while (times.length > 0 && (times[0] ?? 0) <= now - quota.perMs) times.shift();
    if (times.length < quota.requests) {
      times.push(now);
      return null;
    }
    const seconds = Math.max(1, Math.ceil(((times[0] ?? now) + quota.perMs - now) / 1000));
    return Response.json({}, { status: 429, headers: { "retry-after": String(seconds) } });
  };
}

/** Headers by which the fake's server knows to break the connection; they never leave it. */
export const CUT_HEADER = "x-fake-cut";

async function troubled(
  trouble: Exclude<Trouble, { kind: "hang" | "stall" }>,
  answer: () => Response | Promise<Response>,
): Promise<Response> {
  switch (trouble.kind) {
    case "status":
      return Response.json({}, { status: trouble.status, ...(trouble.headers ? { headers: trouble.headers } : {}) });
    case "cut":
      return new Response(null, { headers: { [CUT_HEADER]: "before" } });
    case "lost":
      await answer();
      return new Response(null, { headers: { [CUT_HEADER]: "before" } });
    case "half":
      return new Response((await answer()).body, {
        headers: { [CUT_HEADER]: "middle", "content-type": "application/json" },
      });
    case "not-json":
      return new Response("<html><body>Welcome</body></html>", { headers: { "content-type": "text/html" } });
    case "wrong-types":
      return Response.json([[{ data: "no", meta: 7 }], "no", 12]);
    case "huge":
      return new Response(" ".repeat(trouble.bytes), { headers: { "content-type": "application/json" } });
  }
}
