import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callbackId, decodeId, encodeCustomerId, encodeId, type NodeKind } from "./id.js";

const anyText = fc.string({ unit: "binary", minLength: 1 });
const sourceName = anyText.filter((name) => !name.includes(":"));
const kindWithVendorId = fc.constantFrom<NodeKind>("Callback", "Agent", "AgentAction");

describe("a global id", () => {
  it("is base64url of kind, source and the vendor's own id", () => {
    expect(encodeId("Callback", "north", "a:b")).toBe(Buffer.from("Callback:north:a:b").toString("base64url"));
    expect(encodeId("CallbackSource", "north", null)).toBe(Buffer.from("CallbackSource:north").toString("base64url"));
  });

  it("is derived from source and id on each call", () => {
    const callback = { source: "north", vendorId: "1" };
    for (let time = 1; time <= 2; time += 1) expect(callbackId(callback)).toBe(encodeId("Callback", "north", "1"));
    expect(callbackId({ source: "north", vendorId: "2" })).toBe(encodeId("Callback", "north", "2"));
  });

  it("gives back the parts of any callback, agent or action, whatever the text of the vendor's id", () => {
    fc.assert(
      fc.property(kindWithVendorId, sourceName, anyText, (kind, source, vendorId) => {
        expect(decodeId(encodeId(kind, source, vendorId))).toEqual({ kind, source, vendorId });
      }),
    );
  });

  it("gives back the name of any source", () => {
    fc.assert(
      fc.property(sourceName, (source) => {
        expect(decodeId(encodeId("CallbackSource", source, null))).toEqual({
          kind: "CallbackSource",
          source,
          vendorId: null,
        });
      }),
    );
  });

  it("contains only characters that need no encoding in a URL", () => {
    fc.assert(
      fc.property(sourceName, anyText, (source, vendorId) => {
        expect(encodeId("Callback", source, vendorId)).toMatch(/^[A-Za-z0-9_-]+$/u);
      }),
    );
  });

  it("differs for equal vendor ids in two sources", () => {
    expect(encodeId("Callback", "north", "1")).not.toBe(encodeId("Callback", "south", "1"));
  });
});

describe("the id of a customer", () => {
  const hash = "0123456789abcdef0123456789abcdef";

  it("is decoded to the hash alone", () => {
    expect(decodeId(encodeCustomerId(hash))).toEqual({ kind: "Customer", hash });
  });

  it.each([hash.slice(1), `${hash}0`, hash.toUpperCase(), "+14155550100", ""])("is none with the hash %j", (other) => {
    expect(decodeId(encodeCustomerId(other))).toBeNull();
  });
});

describe("text that encodeId would not have written", () => {
  const base64url = (text: string): string => Buffer.from(text).toString("base64url");

  it("is no id, whatever it is", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.base64String(), anyText.map(base64url)), (text) => {
        const id = decodeId(text);
        if (id === null) return;
        const encoded = id.kind === "Customer" ? encodeCustomerId(id.hash) : encodeId(id.kind, id.source, id.vendorId);
        expect(encoded).toBe(text);
      }),
    );
  });

  it("is no id if a character is added, removed or replaced", () => {
    const id = encodeId("Callback", "north", "7f3a");
    const another = fc.record({ at: fc.nat(id.length - 1), character: fc.string({ minLength: 1, maxLength: 1 }) });
    fc.assert(
      fc.property(another, ({ at, character }) => {
        const replaced = id.slice(0, at) + character + id.slice(at + 1);
        if (replaced !== id) expect(decodeId(replaced)).not.toEqual(decodeId(id));
      }),
    );
    expect(decodeId(`${id}=`)).toBeNull();
    expect(decodeId(` ${id}`)).toBeNull();
    expect(decodeId(`${id}\n`)).toBeNull();
  });

  it.each([
    ["nothing", ""],
    ["a number", "42"],
    ["the parts in plain text", "Callback:north:1"],
    ["standard base64 with padding", Buffer.from("Callback:north:12").toString("base64")],
    ["standard base64 where the alphabets differ", Buffer.from("Callback:north:??>").toString("base64")],
    ["a kind that does not exist", base64url("Customer:north:1")],
    ["a kind in another case", base64url("callback:north:1")],
    ["no source", base64url("Callback::1")],
    ["no vendor id", base64url("Callback:north")],
    ["an empty vendor id", base64url("Callback:north:")],
    ["a source with a third part", base64url("CallbackSource:north:1")],
    ["bytes that are no UTF-8", Buffer.from([...Buffer.from("Callback:north:"), 0xff]).toString("base64url")],
  ])("is no id: %s", (_, text) => {
    expect(decodeId(text)).toBeNull();
  });
});
