import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A message of a gateway to a router, by the HTTP callback protocol. */
export interface RouterMessage {
  readonly kind: string;
  readonly action: "check" | "next" | "complete";
  readonly id: string;
  readonly verifier: string;
  readonly payload?: { readonly data?: { readonly callbackChanged: { readonly cursor: string } } };
  readonly errors?: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[];
}

/** The router's side of the HTTP callback protocol: an HTTP server that records messages, and answers as a test wants. */
export interface CallbackRouter {
  readonly url: string;
  readonly messages: RouterMessage[];
  /** The values of the header `subscription-protocol`. */
  readonly protocols: Set<unknown>;
  /** Returns the status of the answer to a message, and may wait. Default: 204 for each. */
  answer: (message: RouterMessage) => number | Promise<number>;
  /** The cursors of all results. */
  cursors(): readonly (string | undefined)[];
  close(): Promise<void>;
}

export async function startCallbackRouter(): Promise<CallbackRouter> {
  const server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const message = JSON.parse(body) as RouterMessage;
      router.messages.push(message);
      router.protocols.add(request.headers["subscription-protocol"]);
      response.writeHead(await router.answer(message)).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const router: CallbackRouter = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`,
    messages: [],
    protocols: new Set(),
    answer: () => 204,
    cursors: () =>
      router.messages
        .filter(({ action }) => action === "next")
        .map(({ payload }) => payload?.data?.callbackChanged.cursor),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return router;
}
