import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { httpChunk, textFrame } from "./frame.js";

describe("a text message's frame", () => {
  it.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])("with %i bytes is read by a client", async (length) => {
    const message = `${length > 2 ? "ü" : ""}${"x".repeat(length)}`.slice(0, length > 2 ? length - 1 : length);
    expect(Buffer.byteLength(message)).toBe(length);
    expect(await readByClient([message, "and the next"])).toEqual([message, "and the next"]);
  });
});

it("a chunk of an HTTP response is read by a client, among those of the server", async () => {
  const texts = ["a", "ü".repeat(20), "x".repeat(70_000)];
  const server = createServer((_, response) => {
    response.flushHeaders();
    for (const text of texts) {
      response.socket?.write(httpChunk(text));
      response.write("|");
    }
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  expect((await answer.text()).split("|")).toEqual([...texts, ""]);
  server.close();
});

/** Returns the messages that a client reads from frames written to its stream. */
async function readByClient(messages: readonly string[]): Promise<readonly string[]> {
  const server = createServer().listen(0, "127.0.0.1");
  const sockets = new WebSocketServer({ server });
  sockets.on("connection", (_, request) => {
    for (const message of messages) request.socket.write(textFrame(message.slice(0, 3), Buffer.from(message.slice(3))));
  });
  await once(server, "listening");
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const read: string[] = [];
  await new Promise<void>((resolve, reject) => {
    client.on("error", reject);
    client.on("message", (data: Buffer, isBinary) => {
      read.push(isBinary ? "binary" : data.toString());
      if (read.length === messages.length) resolve();
    });
  });
  client.terminate();
  sockets.close();
  server.close();
  return read;
}
