import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { Pool } from "undici";
import { isPublicAddress, lookupPublic, mayBePublic, publicConnector } from "./public-addresses.js";

const PUBLIC = ["1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "192.167.1.1"];
const PUBLIC_6 = ["2606:4700:4700::1111", "2a00:1450:4001::1", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"];
const NOT_PUBLIC = [
  "0.0.0.0",
  "10.0.0.1",
  "10.255.255.255",
  "100.64.0.1",
  "100.100.100.200",
  "127.0.0.1",
  "127.255.0.1",
  "168.63.129.16",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.192",
  "192.168.0.1",
  "198.18.0.1",
  "203.0.113.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
];
const NOT_PUBLIC_6 = [
  "::",
  "::1",
  "::7f00:1",
  "::127.0.0.1",
  "::ffff:127.0.0.1",
  "::ffff:a00:1",
  "0:0:0:0:0:ffff:a9fe:a9fe",
  "64:ff9b::10.0.0.1",
  "64:ff9b::a9fe:a9fe",
  "64:ff9b:1::1",
  "2002:7f00:1::",
  "2001:0:1::1",
  "2001:db8::1",
  "fc00::1",
  "fd00:ec2::254",
  "fe80::1",
  "fe80::1%eth0",
  "fec0::1",
  "ff02::1",
];

describe("public addresses", () => {
  it.each([...PUBLIC, ...PUBLIC_6])("are those of hosts on the internet: %s", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([...NOT_PUBLIC, ...NOT_PUBLIC_6, "", "localhost", "0x7f.1", "2130706433"])("are not: %s", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0300.0250.1",
    "[::1]",
    "[::ffff:7f00:1]",
    "１２７.0.0.1",
  ])("are not in a URL, in any notation: %s", (host) => expect(mayBePublic(new URL(`https://${host}/`))).toBe(false));

  it.each(["8.8.8.8", "134744072", "crm.example.com", "localhost"])(
    "may be in a URL, where a name is to be resolved: %s",
    (host) => expect(mayBePublic(new URL(`https://${host}/`))).toBe(true),
  );
});

describe("the lookup", () => {
  it("refuses a name that resolves to another address, whatever the caller wants of it", async () => {
    for (const all of [true, false]) {
      const error = await new Promise<unknown>((resolve) =>
        lookupPublic("localhost", { all }, (found) => resolve(found)),
      );
      expect(error).toMatchObject({ code: "PRIVATE_ADDRESS", message: expect.stringContaining("localhost") });
    }
  });

  it("fails as the resolver does for an unknown name", async () => {
    const error = await new Promise<unknown>((resolve) =>
      lookupPublic("no-host.invalid", {}, (found) => resolve(found)),
    );
    expect(error).toMatchObject({ syscall: "getaddrinfo" });
  });
});

describe("a connection", () => {
  it.each(["127.0.0.1", "localhost"])("is not opened to %s", async (host) => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const origin = `http://${host}:${port}`;
    const pool = new Pool(origin, { connect: publicConnector({}) });
    await expect(pool.request({ path: "/", method: "GET" })).rejects.toMatchObject({ code: "PRIVATE_ADDRESS" });
    await pool.destroy();
    const open = new Pool(origin);
    expect((await open.request({ path: "/", method: "GET" })).statusCode).toBe(200);
    await open.destroy();
    expect(requests).toBe(1);
    await new Promise((resolve) => server.close(resolve));
  });
});
