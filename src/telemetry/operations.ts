import type { Logger } from "pino";
import type { OperationTypeNode } from "graphql";
import type { OperationObserver, Origin } from "../server/operation-observer.js";
import type { Metrics, OperationOutcome } from "./metrics.js";
import type { Tracing } from "./tracing.js";

/** What a client can be blamed for. Whatever else was answered is the gateway's, the store's or a vendor's fault. */
const CLIENTS_FAULT: ReadonlySet<string> = new Set([
  "BAD_REQUEST",
  "BAD_USER_INPUT",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "UNSUPPORTED",
  "CURSOR_EXPIRED",
  "FEED_OVERFLOW",
]);

/** Counts and traces operations, and logs their ends: what failed as a warning, all else for who looks closely. */
export function createOperationObserver(metrics: Metrics, logger: Logger, tracing: Tracing | null): OperationObserver {
  return {
    began(origin, type, name) {
      const { transport } = origin;
      const from = performance.now();
      const span = tracing?.operation(origin, type, name) ?? null;
      metrics.underWay(transport, type, 1);
      return {
        within: (work) => (span === null ? work() : span.within(work)),
        ended(codes) {
          const seconds = (performance.now() - from) / 1000;
          const outcome = outcomeOf(codes);
          const isLive = type === "subscription";
          metrics.underWay(transport, type, -1);
          metrics.operation(transport, type, outcome, isLive ? null : seconds);
          span?.ended(codes);
          tell(logger, origin, { type, name, outcome, codes, seconds });
        },
      };
    },
    refused({ transport, requestId }, codes) {
      metrics.operation(transport, "unknown", "refused", null);
      if (logger.isLevelEnabled("debug")) logger.debug({ requestId, transport, codes }, "an operation was refused");
    },
  };
}

function outcomeOf(codes: readonly string[]): OperationOutcome {
  if (codes.length === 0) return "ok";
  if (codes.includes("OPERATION_TIMEOUT")) return "timeout";
  return codes.every((code) => CLIENTS_FAULT.has(code)) ? "rejected" : "failed";
}

interface Ended {
  readonly type: OperationTypeNode;
  readonly name: string | null;
  readonly outcome: OperationOutcome;
  readonly codes: readonly string[];
  readonly seconds: number;
}

/** Documents and variables are told nobody. */
function tell(logger: Logger, { requestId, transport }: Origin, ended: Ended): void {
  const isFailure = ended.outcome === "failed" || ended.outcome === "timeout";
  const level = isFailure ? "warn" : "debug";
  // Asked first, so that nothing is made for nobody.
  if (!logger.isLevelEnabled(level)) return;
  const { type, name, outcome, seconds } = ended;
  const codes = [...new Set(ended.codes)];
  const ms = Math.round(seconds * 1000);
  logger[level]({ requestId, transport, type, operation: name, outcome, codes, ms }, "an operation has ended");
}
