import { GraphQLError } from "graphql";
import type { SubscribePayload } from "graphql-ws";
import type { OperationRequest, GateResult } from "../limits/operation-gate.js";

/** Stands for an operation that waits in the queue; the protocol's library ends it when the client completes it. */
export class WaitingOperation implements AsyncIterableIterator<never> {
  next(): Promise<IteratorReturnResult<undefined>> {
    return this.return();
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/**
 * Ends an operation that the client has completed while it waited. Never resolves: the id may belong to another
 * operation by now, which the library would complete.
 */
export function forget(judged: GateResult): Promise<never> {
  if ("document" in judged) judged.end();
  return new Promise(() => undefined);
}

/**
 * Moves the request out of a message: the protocol's library holds the message as long as the subscription lives, with
 * all fields that the client has sent.
 */
export function takeOut(payload: SubscribePayload): OperationRequest {
  const asked = { ...payload };
  Object.assign(payload, { query: "", operationName: null, variables: null, extensions: null });
  return asked;
}

/** Clients choose ids, such as a UUID; the socket holds those of its operations. */
const LONGEST_ID = 128;

/** Why a socket may not begin an operation of this id; null where it may. */
export function refusalOfMessage(
  { subscriptions }: { readonly subscriptions: object },
  id: string,
  perSocket: number,
): GraphQLError | null {
  if (Object.keys(subscriptions).length > perSocket) {
    const message = `this socket has ${perSocket} operations already, which is the most it may have`;
    return new GraphQLError(message, { extensions: { code: "TOO_MANY_SUBSCRIPTIONS" } });
  }
  if (id.length <= LONGEST_ID) return null;
  const message = `the id of a subscribe message may have ${LONGEST_ID} characters at most`;
  return new GraphQLError(message, { extensions: { code: "BAD_REQUEST" } });
}
