import { GraphQLError } from "graphql";
import type { SubscribePayload } from "graphql-ws";
import type { Asked, Judged } from "../limits/operation-gate.js";

/** Stands for an operation that waits for its turn; the protocol's library ends it when the client completes it. */
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
 * Ends an operation that the client has completed before its turn. Never resolves: the id may be another operation's by now,
 * and the library would answer, and end, that one.
 */
export function forget(judged: Judged): Promise<never> {
  if ("document" in judged) judged.end();
  return new Promise(() => undefined);
}

/**
 * What a message asks, taken out of it: the protocol's library holds the message as long as the subscription lives, and with
 * it whatever else the client has sent.
 */
export function takeOut(payload: SubscribePayload): Asked {
  const asked = { ...payload };
  Object.assign(payload, { query: "", operationName: null, variables: null, extensions: null });
  return asked;
}

/** Clients make up ids, such as a UUID; the socket holds those of its operations. */
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
