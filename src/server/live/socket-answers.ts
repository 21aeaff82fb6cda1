import type { EventStream } from "../../lib/event-stream.js";
import { LatestWeakMap } from "../../lib/latest-weak-map.js";
import type { LiveAnswer } from "../../graphql/subscription/live.js";
import type { Admitted } from "../limits/operation-gate.js";
import type { QueryResponse } from "../query-runner.js";
import { codesOf } from "../operation-observer.js";
import { textFrame } from "./frame.js";
import { sendFrame, type SocketExtras } from "./socket.js";

/** The answers of one subscription, as they come. */
export type LiveAnswers = EventStream<LiveAnswer>;

/** What an answer is sent as. Clients that count their subscriptions have equal ids, others one for each subscription. */
class Frames {
  private id: string | null = null;
  private frame: Buffer = Buffer.alloc(0);

  constructor(private readonly payload: Buffer) {}

  /** The frame for those who gave the id: the same one, as long as they follow one another. */
  of(id: string): Buffer {
    if (id === this.id) return this.frame;
    this.id = id;
    this.frame = textFrame(beginningFor(id), this.payload);
    return this.frame;
  }
}

function beginningFor(id: string): string {
  return `{"id":${JSON.stringify(id)},"type":"next","payload":`;
}

const frames = new LatestWeakMap<LiveAnswer, Frames>();

function framesOf(answer: LiveAnswer): Frames {
  return frames.getOrCreate(answer, makeFrames);
}

function makeFrames({ json }: LiveAnswer): Frames {
  return new Frames(Buffer.from(`${json}}`));
}

/** Sends answers as they are, serialised already; each waits for the one before it to be on its way. */
export function sendAnswers(
  to: Pick<SocketExtras, "socket" | "stream">,
  id: string,
  answers: LiveAnswers,
  admitted: Admitted,
  maxBufferedBytes: number,
): AsyncIterableIterator<never> {
  return new SentAnswers(to, id, answers, admitted, maxBufferedBytes);
}

class SentAnswers implements AsyncIterableIterator<never> {
  constructor(
    private readonly to: Pick<SocketExtras, "socket" | "stream">,
    private readonly id: string,
    private readonly answers: LiveAnswers,
    private readonly admitted: Admitted,
    private readonly maxBufferedBytes: number,
  ) {}

  async next(): Promise<IteratorReturnResult<undefined>> {
    // One object for each of tens of thousands: reaching for it takes longer than what is done with it.
    const { id, maxBufferedBytes } = this;
    const { socket, stream } = this.to;
    try {
      await this.answers.each((answer) => sendFrame(socket, stream, framesOf(answer).of(id), maxBufferedBytes));
    } catch (error) {
      this.admitted.end(codesOf([error]));
      throw error;
    } finally {
      this.admitted.end();
    }
    return { done: true, value: undefined };
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.admitted.end();
    await this.answers.return();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

const CLOSING = Buffer.from("}");

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
