import { describe, expect, it } from "vitest";
import { parseTroubles, withTrouble } from "./trouble.js";

const SOURCES = ["north-demo", "south-east-demo"];
const working = { handle: async (): Promise<Response> => Response.json({ works: true }) };
const request = (): Request => new Request("http://fake/");

describe("the option --break", () => {
  it("names sources with or without their ending, each with its trouble", () => {
    expect([...parseTroubles("north=down, south-east-demo=slow", SOURCES)]).toEqual([
      ["north-demo", "down"],
      ["south-east-demo", "slow"],
    ]);
  });

  it.each([
    ["west=down", /unknown source west; expected one of north-demo, south-east-demo/u],
    ["north=broken", /expected north=<trouble>, the trouble being one of down, slow, limited/u],
    ["north=toString", /the trouble being one of/u],
    ["north", /the trouble being one of/u],
    ["", /unknown source/u],
    ["north=down,north-demo=slow", /north-demo is named twice/u],
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
