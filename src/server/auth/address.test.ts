import type { IncomingMessage } from "node:http";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAddressOf, networkOf } from "./address.js";

const PROXY = "10.0.0.1";

/** The address of a request that a socket of this address brings, with this `x-forwarded-for`. */
function addressFrom(
  forwarded: string | undefined,
  remote: string | undefined = PROXY,
  trusted = ["10.0.0.0/8"],
): string {
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  return createAddressOf(trusted)({ headers, socket: { remoteAddress: remote } as IncomingMessage["socket"] });
}

describe("the address of a client", () => {
  it.each([[[]], [["10.0.0.0/8"]]])("is empty once the client is gone, whatever is trusted: %j", (trusted) => {
    expect(createAddressOf(trusted)({ headers: {}, socket: {} as IncomingMessage["socket"] })).toBe("");
  });

  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["203.0.113.9:4711", "203.0.113.9"],
    [" 203.0.113.9:1 ", "203.0.113.9"],
    ['"203.0.113.9:4711"', "203.0.113.9"],
    ["2001:db8::9", "2001:db8::9"],
    ["2001:DB8:0:0::9", "2001:db8::9"],
    ["[2001:db8::9]", "2001:db8::9"],
    ["[2001:db8::9]:4711", "2001:db8::9"],
    ['"[2001:DB8::9]:4711"', "2001:db8::9"],
    ["2001:db8:1:2:3:4:5:6:4711", "2001:db8:1:2:3:4:5:6"],
    ["fe80::1%eth0", "fe80::1"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["::FFFF:cb00:7109", "203.0.113.9"],
    ["[::ffff:203.0.113.9]:4711", "203.0.113.9"],
    ["198.51.100.1, 203.0.113.9:4711", "203.0.113.9"],
    ["198.51.100.1,203.0.113.9:4711, 10.0.0.7:80,[::ffff:10.0.0.8]:80", "203.0.113.9"],
    ["203.0.113.9, , ,", "203.0.113.9"],
    ["10.0.0.9, 10.0.0.8", "10.0.0.9"],
  ])("is, for %s from a trusted proxy, %s", (forwarded, address) => {
    expect(addressFrom(forwarded)).toBe(address);
  });

  it.each([
    ["unknown", PROXY],
    ["_hidden", PROXY],
    ["", PROXY],
    [",", PROXY],
    ["localhost", PROXY],
    ["203.0.113.9:port", PROXY],
    ["203.0.113.9:4711:4712", PROXY],
    ["203.0.113.999", PROXY],
    ["0x7f.1", PROXY],
    ["[203.0.113.9]", PROXY],
    ["[2001:db8::9", PROXY],
    ["for=203.0.113.9", PROXY],
    ["203.0.113.9, unknown", PROXY],
    ["unknown, 10.0.0.7:1", "10.0.0.7"],
    ["203.0.113.9, garbage, 10.0.0.7", "10.0.0.7"],
    ["garbage, 203.0.113.9:1", "203.0.113.9"],
  ])("is the last valid one for %j from a trusted proxy: %s", (forwarded, address) => {
    expect(addressFrom(forwarded)).toBe(address);
  });

  it("is that of the socket where the proxy is not trusted, whatever it says", () => {
    expect(addressFrom("203.0.113.9", "192.0.2.1")).toBe("192.0.2.1");
    expect(addressFrom("203.0.113.9", "::ffff:192.0.2.1", [])).toBe("192.0.2.1");
    expect(addressFrom("203.0.113.9", "::ffff:10.0.0.1")).toBe("203.0.113.9");
  });

  it("does not depend on the port, nor on what the client itself writes before", () => {
    const v4 = fc.ipV4().filter((address) => !address.startsWith("10."));
    const port = fc.integer({ min: 1, max: 65_535 });
    fc.assert(
      fc.property(v4, port, fc.string({ unit: "binary-ascii" }), (address, from, before) => {
        expect(addressFrom(`${address}:${from}`)).toBe(address);
        expect(addressFrom(`${before}, ${address}:${from}`)).toBe(address);
      }),
    );
    fc.assert(
      fc.property(fc.ipV6(), port, (address, from) => {
        const plain = addressFrom(address);
        expect(addressFrom(`[${address}]:${from}`)).toBe(plain);
        expect(addressFrom(`x, [${address.toUpperCase()}]`)).toBe(plain);
      }),
    );
  });
});

describe("the network of an address", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8::1", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["fe80::", "fe80:0:0:0"],
  ])("for %s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
