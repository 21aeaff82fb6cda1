import type { Clock } from "../../domain/time/instant.js";
import type { QuotaSettings } from "../../domain/vendor/quota.js";
import type { FakeOptions, FakeRequest, FakeVendor, Fault } from "./fake.js";

type Handled = Pick<FakeVendor, "handle" | "log" | "tokenLog" | "refusals" | "fault">;

/**
 * The quota that most vendors are assumed to have: only one vendor documents a limit, which is this one. A sliding
 * window is the strictest interpretation.
 */
const DEFAULT_QUOTA: QuotaSettings = { requests: 300, perMs: 60_000 };

/**
 * The common part of all fakes: request log, quota and fault injection in front of the vendor's own `respond`.
 * `tokenPath` grants tokens; fault injection and quota do not apply to it.
 */
export function createFaultInjector(
  respond: (request: FakeRequest, url: URL) => Response | Promise<Response>,
  { clock, quota = DEFAULT_QUOTA, tokenPath = null, isCounted = () => true, tooMany = tooManyRequests }: FakeServing,
): Handled {
  const reject = createRateLimit(clock, quota, tooMany);
  let refusals = 0;
  const handled: Handled = {
    log: [],
    tokenLog: [],
    refusals: () => refusals,
    fault: null,
    async handle(request) {
      const url = new URL(request.url);
      const received: FakeRequest = {
        method: request.method,
        path: url.pathname + url.search,
        headers: Object.fromEntries(request.headers),
        body: await request.text(),
      };
      const isToken = url.pathname === tokenPath;
      (isToken ? handled.tokenLog : handled.log).push(received);
      const rejected = isToken || !isCounted(url) ? null : reject();
      if (rejected !== null) {
        refusals += 1;
        return rejected;
      }
      const { fault } = handled;
      if (fault === null || isToken || fault.match?.(received) === false) return respond(received, url);
      if (fault.kind === "hang" || fault.kind === "stall") {
        if (fault.kind === "stall") await respond(received, url);
        await new Promise((resolve) => request.signal.addEventListener("abort", resolve, { once: true }));
        return new Response(null, { status: 504 });
      }
      return respondWithFault(fault, () => respond(received, url));
    },
  };
  return handled;
}

export interface FakeServing extends Pick<FakeOptions, "quota"> {
  readonly clock: Clock;
  /** Default: no tokens are granted. */
  readonly tokenPath?: string | null;
  /** False for a request to another API of the vendor, which has a limit of its own. Default: all are counted. */
  readonly isCounted?: (url: URL) => boolean;
  /** The response to a request beyond the quota. Default: a 429 that says when to try again. */
  readonly tooMany?: (seconds: number) => Response;
}

/**
 * Counts requests in a sliding window. Returns a 429 for a request beyond the quota, which is not counted; else null.
 */
function createRateLimit(
  clock: Clock,
  quota: QuotaSettings | null,
  tooMany: (seconds: number) => Response,
): () => Response | null {
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
    return tooMany(seconds);
  };
}

function tooManyRequests(seconds: number): Response {
  return Response.json({}, { status: 429, headers: { "retry-after": String(seconds) } });
}

/** Headers by which the fake's server knows to break the connection; they never leave it. */
export const CUT_HEADER = "x-fake-cut";

async function respondWithFault(
  fault: Exclude<Fault, { kind: "hang" | "stall" }>,
  respond: () => Response | Promise<Response>,
): Promise<Response> {
  switch (fault.kind) {
    case "status":
      return Response.json({}, { status: fault.status, ...(fault.headers ? { headers: fault.headers } : {}) });
    case "cut":
      return new Response(null, { headers: { [CUT_HEADER]: "before" } });
    case "lost":
      await respond();
      return new Response(null, { headers: { [CUT_HEADER]: "before" } });
    case "half":
      return new Response((await respond()).body, {
        headers: { [CUT_HEADER]: "middle", "content-type": "application/json" },
      });
    case "not-json":
      return new Response("<html><body>Welcome</body></html>", { headers: { "content-type": "text/html" } });
    case "wrong-types":
      return Response.json([[{ data: "no", meta: 7 }], "no", 12]);
    case "huge":
      return new Response(" ".repeat(fault.bytes), { headers: { "content-type": "application/json" } });
  }
}
