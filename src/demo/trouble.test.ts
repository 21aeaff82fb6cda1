import { describe, expect, it } from "vitest";
import { parseTroubles, withTrouble } from "./trouble.js";

const SOURCES = ["webex-demo", "genesys-cloud-demo"];
const working = { handle: async (): Promise<Response> => Response.json({ works: true }) };
const request = (): Request => new Request("http://fake/");

describe("the option --break", () => {
  it("names sources with or without their ending, each with its trouble", () => {
    expect([...parseTroubles("webex=down, genesys-cloud-demo=slow", SOURCES)]).toEqual([
      ["webex-demo", "down"],
      ["genesys-cloud-demo", "slow"],
    ]);
  });

  it.each([
    ["talkdesk=down", /unknown source talkdesk; expected one of webex-demo, genesys-cloud-demo/u],
    ["webex=broken", /expected webex=<trouble>, the trouble being one of down, slow, limited/u],
    ["webex=toString", /the trouble being one of/u],
    ["webex", /the trouble being one of/u],
    ["", /unknown source/u],
    ["webex=down,webex-demo=slow", /webex-demo is named twice/u],
  ])("rejects %s and says what is possible", (text, message) => {
    expect(() => parseTroubles(text, SOURCES)).toThrow(message);
  });

  it.each([
    ["down", 503],
    ["limited", 429],
  ] as const)("has a fake that is %s respond with %i once the trouble has begun", async (trouble, status) => {
    let hasBegun = false;
    const fake = withTrouble(working, trouble, () => hasBegun);
    expect((await fake.handle(request())).status).toBe(200);
    hasBegun = true;
    expect((await fake.handle(request())).status).toBe(status);
  });
});
