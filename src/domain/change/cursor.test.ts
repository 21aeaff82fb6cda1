import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeChangeCursor, decodeListCursor, encodeChangeCursor, encodeListCursor } from "./cursor.js";
import { CALLBACK_ORDER_FIELDS, type CallbackOrder, type CallbackOrderField } from "../query.js";

const field = fc.constantFrom(...(Object.keys(CALLBACK_ORDER_FIELDS) as CallbackOrderField[]));
const order = fc.record({ field, direction: fc.constantFrom("ASC" as const, "DESC" as const) });
const time = fc.option(fc.integer());
/** An order, and a position in a list of that order. */
const placed = order.chain((by) => {
  const value: fc.Arbitrary<string | number | null> = by.field === "URGENCY" ? fc.string() : time;
  return fc.tuple(fc.record({ value, rowId: fc.nat() }), fc.constant(by));
});
const byStart: CallbackOrder = { field: "WINDOW_START", direction: "ASC" };
const badInput = expect.objectContaining({ code: "BAD_USER_INPUT", message: expect.stringMatching(/^after /u) });

function failureOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

describe("a list cursor", () => {
  it("gives back the place of any row in any order, also of one without a sort value", () => {
    fc.assert(
      fc.property(placed, ([at, by]) => {
        expect(decodeListCursor("after", encodeListCursor(at, by), by)).toEqual(at);
      }),
    );
  });

  it("contains only characters that need no encoding in a URL", () => {
    fc.assert(
      fc.property(placed, ([at, by]) => {
        expect(encodeListCursor(at, by)).toMatch(/^[A-Za-z0-9_-]+$/u);
      }),
    );
  });

  it("is rejected for another order, naming the argument and the requested order", () => {
    fc.assert(
      fc.property(placed, order, ([at, one], other) => {
        fc.pre(one.field !== other.field || one.direction !== other.direction);
        const failure = failureOf(() => decodeListCursor("after", encodeListCursor(at, one), other));
        expect(failure).toEqual(badInput);
        expect((failure as Error).message).toContain(`${other.field} ${other.direction}`);
      }),
    );
  });

  it("of another kind is rejected: any text, any JSON, a change cursor", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(failureOf(() => decodeListCursor("after", text, byStart))).toEqual(badInput);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        const cursor = Buffer.from(text).toString("base64url");
        expect(failureOf(() => decodeListCursor("after", cursor, byStart))).toEqual(badInput);
      }),
    );
    expect(failureOf(() => decodeListCursor("after", encodeChangeCursor(7), byStart))).toEqual(badInput);
  });

  it("with a changed, missing or additional part is rejected", () => {
    const shapes: readonly unknown[] = [
      [2, "WINDOW_START", "ASC", 1, 1],
      [1, "WINDOW_START", "ASC", "1", 1],
      [1, "WINDOW_START", "ASC", 1, -1],
      [1, "WINDOW_START", "ASC", 1, 1.5],
      [1, "WINDOW_START", "ASC", 1, null],
      [1, "WINDOW_START", "ASC", 1],
      [1, "WINDOW_START", "ASC", 1, 1, 1],
    ];
    for (const shape of shapes) {
      const cursor = Buffer.from(JSON.stringify(shape)).toString("base64url");
      expect(failureOf(() => decodeListCursor("after", cursor, byStart))).toEqual(badInput);
    }
  });
});

describe("a change cursor", () => {
  it("gives back any place in the log", () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (at) => {
        expect(decodeChangeCursor("after", encodeChangeCursor(at))).toBe(at);
      }),
    );
  });

  it("of another kind is rejected: any text, a list cursor, a number below 0", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(failureOf(() => decodeChangeCursor("after", text))).toEqual(badInput);
      }),
    );
    const listCursor = encodeListCursor({ value: 1, rowId: 1 }, byStart);
    expect(failureOf(() => decodeChangeCursor("after", listCursor))).toEqual(badInput);
    expect(failureOf(() => decodeChangeCursor("after", encodeChangeCursor(-1)))).toEqual(badInput);
  });
});
