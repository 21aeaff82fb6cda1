import { describe, expect, it } from "vitest";
import { decodeId, queueId } from "./id.js";
import { nameOf } from "./names.js";
import { parseQueue, QUEUE_KINDS, textOfQueue, type QueueKind } from "./queue.js";

describe("a queue", () => {
  it.each(Object.keys(QUEUE_KINDS) as QueueKind[])("of the kind %s has a text and a global id of its own", (kind) => {
    for (const vendorId of ["4711", "a:b", "Sales & Service", "é\n"]) {
      const queue = { kind, vendorId };
      expect(parseQueue(textOfQueue(queue))).toEqual(queue);
      const id = queueId({ source: "north", ...queue });
      expect(decodeId(id)).toEqual({ kind: "Queue", source: "north", vendorId: `${kind}:${vendorId}` });
    }
  });

  it("is not parsed from a text without a kind, or without an id", () => {
    expect(["", "4711", "QUEUE:", ":1", "LINE:1", "toString:1"].map(parseQueue)).toEqual(Array(6).fill(null));
  });

  it("has no global id without a kind", () => {
    for (const text of ["Queue:north:4711", "Queue:north", "Queue:north:LINE:1"]) {
      expect(decodeId(Buffer.from(text).toString("base64url"))).toBeNull();
    }
  });
});

describe("a name", () => {
  it("needs an id and a text that is not blank", () => {
    expect([nameOf("QUEUE", null, "a"), nameOf("QUEUE", "1", " "), nameOf("QUEUE", "1", null)]).toEqual([[], [], []]);
  });

  it("is trimmed, has no control characters, and is at most 200 characters long", () => {
    expect(nameOf("QUEUE", "1", " Bil\u0000ling ")).toEqual([{ kind: "QUEUE", vendorId: "1", name: "Bil ling" }]);
    expect(nameOf("QUEUE", "1", "x".repeat(300))[0]?.name).toHaveLength(200);
  });
});
