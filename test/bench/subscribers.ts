// Subscribers in a process of their own: opens sockets, counts what they are told.
import { once } from "node:events";
import { WebSocket } from "ws";

export interface Subscribe {
  readonly url: string;
  readonly count: number;
  /** The messages that each socket begins with; `$n` in them is the number of its filter. */
  readonly hello: readonly string[];
  readonly filters: number;
}

/** Told after subscribing, and whenever everybody has been told once more. */
export interface Told {
  readonly rounds: number;
  /** The length of the last message. */
  readonly bytes: number;
  readonly last: string;
}

const sockets: WebSocket[] = [];
const AT_ONCE = 200;

async function subscribe({ url, count, hello, filters }: Subscribe): Promise<void> {
  let told = 0;
  for (let from = 0; from < count; from += AT_ONCE) {
    const opened = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => {
      const socket = new WebSocket(url, "graphql-transport-ws", { perMessageDeflate: false });
      sockets.push(socket);
      const filter = String((from + index) % filters).padStart(3, "0");
      const rest = hello.map((text) => text.replace("$n", filter));
      const greet = (): void => {
        const text = rest.shift();
        if (text !== undefined) socket.send(text);
      };
      socket.on("message", (data: Buffer, isBinary) => {
        // The acknowledgement of a greeting is short, and the next one waits for it.
        if (isBinary || data.length < 60) return greet();
        told += 1;
        if (told % count === 0) {
          process.send?.({ rounds: told / count, bytes: data.length, last: data.toString() } satisfies Told);
        }
      });
      socket.once("open", greet);
      return once(socket, hello.length > 1 ? "message" : "open");
    });
    await Promise.all(opened);
  }
  // What was sent has been read once an answer to something later is there.
  await Promise.all(
    sockets.map((socket) => {
      socket.ping();
      return once(socket, "pong");
    }),
  );
  process.send?.({ rounds: 0, bytes: 0, last: "" } satisfies Told);
}

process.on("message", (message: Subscribe) => void subscribe(message));
