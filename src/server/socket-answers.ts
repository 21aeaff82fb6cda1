import type { EventStream } from "../callback/event-stream.js";
import type { LiveAnswer } from "../graphql/live.js";
import type { Admitted } from "./demand.js";
import { codesOf } from "./operation-observer.js";
import { textFrame } from "./frame.js";
import { sendFrame, type SocketExtras } from "./socket.js";

/** The answers of one subscription, as they come. */
export type LiveAnswers = EventStream<LiveAnswer>;

/** The frames of an answer, by the ids that its subscribers gave: most clients count alike. */
const frames = new WeakMap<LiveAnswer, Map<string, Buffer>>();

function frameOf(answer: LiveAnswer, id: string): Buffer {
  const known = frames.get(answer)?.get(id);
  if (known !== undefined) return known;
  const frame = textFrame(`{"id":${JSON.stringify(id)},"type":"next","payload":${answer.json}}`);
  frames.set(answer, (frames.get(answer) ?? new Map<string, Buffer>()).set(id, frame));
  return frame;
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
    try {
      await this.answers.each((answer) => sendFrame(this.to, frameOf(answer, this.id), this.maxBufferedBytes));
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
