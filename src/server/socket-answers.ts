import type { WebSocket } from "ws";
import type { EventStream } from "../callback/event-stream.js";
import type { LiveAnswer } from "../graphql/live.js";
import type { Admitted } from "./demand.js";
import { codesOf } from "./operation-observer.js";
import { send } from "./socket.js";

/** The answers of one subscription, as they come. */
export type LiveAnswers = EventStream<LiveAnswer>;

/** The messages of an answer, by the ids that its subscribers gave: most clients count alike. */
const messages = new WeakMap<LiveAnswer, Map<string, Buffer>>();

function messageOf(answer: LiveAnswer, id: string): Buffer {
  const known = messages.get(answer) ?? new Map<string, Buffer>();
  messages.set(answer, known);
  const message = known.get(id) ?? Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":${answer.json}}`);
  known.set(id, message);
  return message;
}

/** Sends answers as they are, serialised already; each waits for the one before it to be on its way. */
export function sendAnswers(
  socket: WebSocket,
  id: string,
  answers: LiveAnswers,
  admitted: Admitted,
  maxBufferedBytes: number,
): AsyncIterableIterator<never> {
  return new SentAnswers(socket, id, answers, admitted, maxBufferedBytes);
}

class SentAnswers implements AsyncIterableIterator<never> {
  constructor(
    private readonly socket: WebSocket,
    private readonly id: string,
    private readonly answers: LiveAnswers,
    private readonly admitted: Admitted,
    private readonly maxBufferedBytes: number,
  ) {}

  async next(): Promise<IteratorReturnResult<undefined>> {
    try {
      await this.answers.each((answer) => send(this.socket, messageOf(answer, this.id), this.maxBufferedBytes));
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
