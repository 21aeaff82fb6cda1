import type { IncomingMessage } from "node:http";
import { expect, it } from "vitest";
import { createAddressOf } from "./address.js";

it.each([[[]], [["10.0.0.0/8"]]])("a client that is gone already has no address, whoever is trusted: %j", (trusted) => {
  const request = { headers: {}, socket: { remoteAddress: undefined } } as unknown as IncomingMessage;
  expect(createAddressOf(trusted)(request)).toBe("");
});
