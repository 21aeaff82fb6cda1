import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startWorld, type World } from "../support/world.js";

const MEGABYTE = 1_048_576;
const LIMIT = 131_072;
/** Of a vendor that signs the body, of one that sends a secret, of one without webhooks, and of none. */
const PATHS = ["webex", "mindful", "talkdesk", "nobody", "webex/hint"];
const FORMS = ["a stated length", "chunks"];

let world: World;
beforeEach(async () => {
  const server = { maxBodyBytes: 64 * MEGABYTE, hintToken: "token", failedLogins: { requests: 10_000 } };
  world = await startWorld({ settings: { server } });
});
afterEach(() => world.close());

/** Sends as much of the body as the gateway takes before it answers; returns the status, or `reset`, and how many bytes that were. */
async function send(path: string, form: string, bytes: number): Promise<{ status: string; taken: number }> {
  const { port, hostname, host } = new URL(world.url);
  const socket = connect(Number(port), hostname);
  socket.on("error", () => undefined);
  const isChunked = form === "chunks";
  const length = isChunked ? "transfer-encoding: chunked" : `content-length: ${bytes}`;
  socket.write(
    `POST /webhooks/${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n${length}\r\n\r\n`,
  );
  let text = "";
  socket.on("data", (data: Buffer) => (text += data.toString()));
  const answered = once(socket, "data").catch(() => undefined);
  let isAnswered = false;
  void answered.then(() => (isAnswered = true));
  // Rejected by the length alone: a client that sends on may lose the answer with the connection.
  if (!isChunked && bytes > LIMIT) await answered;
  const chunk = Buffer.alloc(16_384, " ");
  let taken = 0;
  // One at a time: what the gateway does not read would wait in the sockets between.
  for (; taken < bytes && !isAnswered && !socket.destroyed; taken += chunk.length) {
    if (isChunked) socket.write(`${chunk.length.toString(16)}\r\n`);
    socket.write(chunk);
    if (isChunked) socket.write("\r\n");
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  if (isChunked && !isAnswered) socket.write("0\r\n\r\n");
  await answered;
  socket.destroy();
  return { status: text === "" ? "reset" : (text.split(" ")[1] ?? ""), taken };
}

describe.each(FORMS)("a webhook's body of %s", (form) => {
  it.each(PATHS)("of 50 MB without a proof is rejected before it is read: %s", async (path) => {
    const { status, taken } = await send(path, form, 50 * MEGABYTE);
    // The connection of a client that goes on sending is cut, which may come before what it was answered.
    expect(form === "chunks" ? ["413", "reset"] : ["413"]).toContain(status);
    expect(taken).toBeLessThan(4 * LIMIT);
  });

  it.each(PATHS)("within the limit is rejected only for its missing signature: %s", async (path) => {
    expect((await send(path, form, LIMIT)).status).toBe("401");
  });
});
