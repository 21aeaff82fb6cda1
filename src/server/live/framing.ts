import type { EventResult } from "../../graphql/subscription/event-result.js";
import { httpChunk } from "./frame.js";
import { interruptionAfter } from "./interruption.js";

export type StreamProtocol = "sse" | "multipart";

/** How a streaming protocol writes its messages into the body of an HTTP response. */
export interface Framing {
  /** The label of its operations and streams in metrics. */
  readonly transport: StreamProtocol;
  readonly contentType: string;
  /** Sent when the stream opens; may be empty. */
  readonly opening: string;
  readonly keepAlive: string;
  /** The end of the operation. */
  readonly completion: string;
  /** A response that no client resumes after: of a query, a mutation, or errors. */
  ofResponse(json: string): string;
  ofResult(result: EventResult): string;
  /** The HTTP chunk of a result, which all streams of the protocol share. */
  readonly chunkOf: (result: EventResult) => Buffer;
  /** The end of a subscription by the gateway, with the cursor to resume after. */
  ofGoodbye(cursor: string): string;
}

/** The protocol graphql-sse: `id:` is the cursor. It has no message for the end by the gateway, so that is a comment. */
export const EVENT_STREAM: Framing = {
  transport: "sse",
  contentType: "text/event-stream; charset=utf-8",
  opening: "",
  keepAlive: ":\n\n",
  completion: "event: complete\ndata: \n\n",
  ofResponse: (json) => `event: next\ndata: ${json}\n\n`,
  ofResult: ({ json, cursor }) => `id: ${cursor}\nevent: next\ndata: ${json}\n\n`,
  chunkOf: (result) => httpChunk(EVENT_STREAM.ofResult(result)),
  ofGoodbye: (cursor) => `: reconnect after ${cursor}\n\n`,
};

const BOUNDARY = "graphql";

/** Clients read a part when its boundary has arrived, so that is sent with it. */
function part(json: string): string {
  return `\r\ncontent-type: application/json\r\n\r\n${json}\r\n--${BOUNDARY}`;
}

/**
 * Apollo's protocol for subscriptions over multipart HTTP, subscriptionSpec 1.0
 * (https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol): results are in
 * `payload`, `{}` keeps the connection alive, and an error beside a payload of null ends the stream.
 */
export const MULTIPART: Framing = {
  transport: "multipart",
  contentType: `multipart/mixed; boundary="${BOUNDARY}"; subscriptionSpec="1.0"`,
  // With its line break also where it is the first: clients search for both.
  opening: `\r\n--${BOUNDARY}`,
  keepAlive: part("{}"),
  completion: "--\r\n",
  ofResponse: (json) => part(`{"payload":${json}}`),
  ofResult: ({ json }) => part(`{"payload":${json}}`),
  chunkOf: (result) => httpChunk(MULTIPART.ofResult(result)),
  ofGoodbye: (cursor) => {
    const message = JSON.stringify({ payload: null, errors: [interruptionAfter(cursor)] });
    return `${part(message)}${MULTIPART.completion}`;
  },
};
