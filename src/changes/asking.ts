import type { Adapter, Answer, CallOptions } from "../adapters/adapter.js";
import type { Question } from "../callback/question.js";

type Ask = (options: CallOptions) => AsyncIterable<Answer>;

/** How an adapter is asked a question, answer by answer; null where it cannot be asked this. */
export function askerOf(adapter: Adapter, question: Question): Ask | null {
  switch (question.by) {
    case "list":
      return adapter.list === undefined ? null : (options) => adapter.list?.(options) ?? nothing();
    case "phoneNumber":
      return once(adapter.findByPhoneNumber?.bind(adapter, question.phoneNumber));
    case "agent":
      return once(adapter.findByAgent?.bind(adapter, question.agentId));
    case "customer":
      return once(adapter.findByCustomer?.bind(adapter, question.customerId));
    case "id":
      return once(adapter.get?.bind(adapter, question.vendorId));
  }
}

function once(ask: ((options: CallOptions) => Promise<Answer>) | undefined): Ask | null {
  if (ask === undefined) return null;
  return async function* (options) {
    yield await ask(options);
  };
}

async function* nothing(): AsyncIterable<Answer> {
  // A list that vanished between the look and the call holds nothing.
}

/**
 * Whether a complete answer without a record means that the vendor has none. A callback may have moved to another
 * agent or number: only the widest question that a vendor has can tell.
 */
export function tellsAbsence(adapter: Adapter, { by }: Question): boolean {
  if (adapter.list !== undefined) return by === "list";
  return adapter.get === undefined || by === "id";
}
