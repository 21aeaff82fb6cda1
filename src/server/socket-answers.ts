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
  return {
    async next() {
      try {
        await answers.each((answer) => send(socket, messageOf(answer, id), maxBufferedBytes));
      } catch (error) {
        admitted.end(codesOf([error]));
        throw error;
      } finally {
        admitted.end();
      }
      return { done: true, value: undefined };
    },
    async return() {
      admitted.end();
      await answers.return();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
