import type { Logger } from "pino";
import type { OperationTypeNode } from "graphql";
import type { OperationObserver, OperationWatch, Origin } from "../server/operation-observer.js";
import type { Metrics, OperationOutcome } from "./metrics.js";
import type { Tracing } from "./tracing.js";

/** Error codes that are the client's fault. All others are the gateway's, the store's or a vendor's. */
const CLIENTS_FAULT: ReadonlySet<string> = new Set([
  "BAD_REQUEST",
  "BAD_USER_INPUT",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "UNSUPPORTED",
  "CURSOR_EXPIRED",
  "FEED_OVERFLOW",
]);

/** Counts and traces operations, and logs their ends: failures as warnings, all others at debug level. */
export function createOperationObserver(metrics: Metrics, logger: Logger, tracing: Tracing | null): OperationObserver {
  const reporters = { metrics, logger };
  return {
    began(origin, type, name) {
      metrics.underWay(origin.transport, type, 1);
      return new WatchedOperation(reporters, origin, type, name, tracing?.operation(origin, type, name) ?? null);
    },
    refused({ transport, requestId }, codes) {
      metrics.operation(transport, "unknown", "refused", null);
      if (logger.isLevelEnabled("debug")) logger.debug({ requestId, transport, codes }, "operation rejected");
    },
  };
}

/** Subscriptions are watched for days, tens of thousands of them. */
class WatchedOperation implements OperationWatch {
  private readonly from = performance.now();

  constructor(
    private readonly reporters: { readonly metrics: Metrics; readonly logger: Logger },
    private readonly origin: Origin,
    private readonly type: OperationTypeNode,
    private readonly name: string | null,
    private readonly span: ReturnType<Tracing["operation"]> | null,
  ) {}

  within<Result>(work: () => Result): Result {
    return this.span === null ? work() : this.span.within(work);
  }

  ended(codes: readonly string[]): void {
    const { type, name, origin, span } = this;
    const { metrics, logger } = this.reporters;
    const { transport } = origin;
    const seconds = (performance.now() - this.from) / 1000;
    const outcome = outcomeOf(codes);
    const isLive = type === "subscription";
    metrics.underWay(transport, type, -1);
    metrics.operation(transport, type, outcome, isLive ? null : { seconds, exemplar: span?.exemplar ?? null });
    metrics.clientOperation(origin.client, outcome);
    span?.ended(codes);
    logEnd(logger, origin, { type, name, outcome, codes, seconds });
  }
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

/** Logs the end of an operation, without its document and variables. */
function logEnd(logger: Logger, { requestId, transport, client }: Origin, ended: Ended): void {
  const isFailure = ended.outcome === "failed" || ended.outcome === "timeout";
  const level = isFailure ? "warn" : "debug";
  // Checked first, so that nothing is formatted in vain.
  if (!logger.isLevelEnabled(level)) return;
  const { type, name, outcome, seconds } = ended;
  const codes = [...new Set(ended.codes)];
  const ms = Math.round(seconds * 1000);
  const fields = { requestId, transport, type, operation: name, outcome, codes, ms };
  logger[level](client === null ? fields : { ...fields, client }, "operation completed");
}
