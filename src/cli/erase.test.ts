import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeId } from "../domain/id.js";
import { ADMIT, ERASE, toSubject } from "./erase.js";

describe("the command erase", () => {
  it("sends documents that are stored operations", () => {
    const manifest = JSON.parse(readFileSync("schema/trusted-documents.json", "utf8")) as {
      readonly operations: readonly { readonly body: string }[];
    };
    const bodies = manifest.operations.map(({ body }) => body);
    expect(bodies).toContain(ERASE);
    expect(bodies).toContain(ADMIT);
  });

  it("reads its subject", () => {
    expect(toSubject({ number: "+4915112345678", trial: true })).toEqual({ phoneNumber: "+4915112345678" });
    expect(toSubject({ contact: "north:a:b" })).toEqual({ source: "north", contactId: "a:b" });
    expect(toSubject({ callback: "Q2FsbGJhY2s" })).toEqual({ ids: ["Q2FsbGJhY2s"] });
    const [id = ""] = toSubject({ callback: "north:4711" }).ids ?? [];
    expect(decodeId(id)).toEqual({ kind: "Callback", source: "north", vendorId: "4711" });
  });

  it.each([
    [{}, "exactly one of"],
    [{ number: "1", callback: "2" }, "exactly one of"],
    [{ contact: "4711" }, "--contact 4711: expected the name of a source"],
    [{ callback: ":4711" }, "--callback :4711: expected the name of a source"],
  ])("rejects %j", (options, message) => {
    expect(() => toSubject(options)).toThrow(message);
  });
});
