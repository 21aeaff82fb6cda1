import { describe, expect, it } from "vitest";
import { parseDemoFaults, withDemoFault } from "./demo-fault.js";

const SOURCES = ["north-demo", "south-east-demo"];
const working = { handle: async (): Promise<Response> => Response.json({ works: true }) };
const request = (): Request => new Request("http://fake/");

describe("the option --break", () => {
  it("names sources with or without their ending, each with its fault", () => {
    expect([...parseDemoFaults("north=down, south-east-demo=slow", SOURCES)]).toEqual([
      ["north-demo", "down"],
      ["south-east-demo", "slow"],
    ]);
  });

  it.each([
    ["west=down", /unknown source west; expected one of north-demo, south-east-demo/u],
    ["north=broken", /expected north=<fault>, the fault being one of down, slow, limited/u],
    ["north=toString", /the fault being one of/u],
    ["north", /the fault being one of/u],
    ["", /unknown source/u],
    ["north=down,north-demo=slow", /north-demo is named twice/u],
  ])("rejects %s and says what is possible", (text, message) => {
    expect(() => parseDemoFaults(text, SOURCES)).toThrow(message);
  });

  it.each([
    ["down", 503],
    ["limited", 429],
  ] as const)("has a fake that is %s respond with %i once the fault has begun", async (fault, status) => {
    let hasBegun = false;
    const fake = withDemoFault(working, fault, () => hasBegun);
    expect((await fake.handle(request())).status).toBe(200);
    hasBegun = true;
    expect((await fake.handle(request())).status).toBe(status);
  });
});
