import type { EventResult } from "../../graphql/subscription/event-result.js";
import type { EventStream } from "../../lib/event-stream.js";
import type { Admitted } from "../limits/operation-gate.js";
import type { QueryResponse } from "../query-runner.js";
import { codesOf } from "../operation-observer.js";
import { textFrame } from "./frame.js";
import { sendFrame, type SocketExtras } from "./socket.js";

/** The results of one subscription. */
export type EventResults = EventStream<EventResult>;

const CLOSING = Buffer.from("}");

function beginningFor(id: string): string {
  return `{"id":${JSON.stringify(id)},"type":"next","payload":`;
}

/** A `next` message after its id. */
function toPayload({ json }: EventResult): Buffer {
  return Buffer.from(`${json}}`);
}

/** Sends the results of a subscription; each waits until the socket can take more. */
export function sendResults(
  to: Pick<SocketExtras, "socket" | "stream">,
  id: string,
  results: EventResults,
  admitted: Admitted,
  maxBufferedBytes: number,
): AsyncIterableIterator<never> {
  return new SentResults(to, id, results, admitted, maxBufferedBytes);
}

class SentResults implements AsyncIterableIterator<never> {
  constructor(
    private readonly to: Pick<SocketExtras, "socket" | "stream">,
    private readonly id: string,
    private readonly results: EventResults,
    private readonly admitted: Admitted,
    private readonly maxBufferedBytes: number,
  ) {}

  async next(): Promise<IteratorReturnResult<undefined>> {
    const { maxBufferedBytes } = this;
    const beginning = beginningFor(this.id);
    const { socket, stream } = this.to;
    try {
      await this.results.each((result) =>
        sendFrame(socket, stream, textFrame(beginning, result.encodedBy(toPayload)), maxBufferedBytes),
      );
    } catch (error) {
      this.admitted.end(codesOf([error]));
      throw error;
    } finally {
      this.admitted.end();
    }
    return { done: true, value: undefined };
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    this.admitted.end();
    this.results.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** Sends the response of a query or mutation as it is: it is serialised already. */
export class SentResponse implements AsyncIterableIterator<never> {
  constructor(
    private readonly to: Pick<SocketExtras, "socket" | "stream">,
    private readonly id: string,
    private readonly response: QueryResponse,
    private readonly maxBufferedBytes: number,
  ) {}

  async next(): Promise<IteratorReturnResult<undefined>> {
    const { socket, stream } = this.to;
    const payload = Buffer.concat([this.response.body, CLOSING]);
    await sendFrame(socket, stream, textFrame(beginningFor(this.id), payload), this.maxBufferedBytes);
    return { done: true, value: undefined };
  }

  return(): Promise<IteratorReturnResult<undefined>> {
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
