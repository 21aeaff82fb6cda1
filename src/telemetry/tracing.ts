import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Span,
} from "@opentelemetry/api";
import type { VendorCall, VendorCallOutcome, VendorCallWatch } from "../domain/vendor/vendor-call.js";
import type { Exemplar } from "./histogram.js";
import type { OperationWatch, Origin } from "../server/operation-observer.js";

export interface TracedOperation extends OperationWatch {
  /** Names the span beside a measurement; null if the span is not sampled. */
  readonly exemplar: Exemplar | null;
}

/** Spans of operations and of calls to vendors. They hold kinds and names, never variables, keys or numbers. */
export interface Tracing {
  operation(origin: Origin, type: string, name: string | null): TracedOperation;
  vendorCall(call: VendorCall): VendorCallWatch;
}

/** Uses the tracer that is registered for this process; without one, spans are discarded. */
export function createTracing(): Tracing {
  const tracer = trace.getTracer("ringback");
  return {
    operation({ transport, requestId, headers }, type, name) {
      const parent = headers === null ? ROOT_CONTEXT : propagation.extract(ROOT_CONTEXT, headers);
      const attributes = {
        "graphql.operation.type": type,
        ...(name === null ? {} : { "graphql.operation.name": name }),
        "ringback.transport": transport,
        "ringback.request_id": requestId,
      };
      const span = tracer.startSpan(type, { kind: SpanKind.SERVER, attributes }, parent);
      return watchOf(span, trace.setSpan(parent, span), type === "subscription");
    },
    vendorCall({ source, vendor, method, asks }) {
      const attributes = {
        "ringback.source": source,
        ...(vendor === null ? {} : { "ringback.vendor": vendor }),
        ...(asks === null ? {} : { "ringback.asks": asks }),
        "http.request.method": method,
      };
      const span = tracer.startSpan(`${source} ${asks ?? method}`, { kind: SpanKind.CLIENT, attributes });
      const headers: Record<string, string> = {};
      propagation.inject(trace.setSpan(context.active(), span), headers);
      return {
        headers,
        ended(outcome: VendorCallOutcome) {
          if (outcome !== "OK") fail(span, [outcome]);
          span.end();
        },
      };
    },
  };
}

/** A subscription lives for days: its span is that of its beginning. */
function watchOf(span: Span, within: Context, isLive: boolean): TracedOperation {
  const end = (): void => {
    if (span.isRecording()) span.end();
  };
  const { traceId, spanId } = span.spanContext();
  return {
    exemplar: span.isRecording() ? { trace_id: traceId, span_id: spanId } : null,
    within(work) {
      const result = context.with(within, work);
      if (isLive) void Promise.resolve(result).then(end, end);
      return result;
    },
    ended(codes) {
      if (span.isRecording() && codes.length > 0) fail(span, codes);
      end();
    },
  };
}

function fail(span: Span, codes: readonly string[]): void {
  span.setAttribute("error.type", [...new Set(codes)].join(" "));
  span.setStatus({ code: SpanStatusCode.ERROR });
}
