import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AWKWARD, parseCsv } from "../../test/support/csv.js";
import { csvRow } from "./csv.js";

/** The text after the mark is taken off again: only control characters and lone surrogates are lost. */
const expected = (text: string): string => text.replaceAll(/(?![\t\n\r])[\p{Cc}\p{Cs}]/gu, "\ufffd");
const unmarked = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);
const parts = fc.oneof(
  fc.constantFrom(...AWKWARD),
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(..."=+-@|%'\",;\t\r\n \u0000\ufeff\u200b".split("")) }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
);
const cells = fc.array(parts, { maxLength: 3 }).map((some) => some.join(""));

describe("a row of CSV", () => {
  it("gives another parser every text back", () => {
    fc.assert(
      fc.property(fc.array(fc.array(cells, { minLength: 1, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const parsed = parseCsv(rows.map(csvRow).join(""));
        expect(parsed.map((row) => row.map(unmarked))).toEqual(rows.map((row) => row.map(expected)));
      }),
      { numRuns: 2000 },
    );
  });

  it("begins no cell with what a spreadsheet may take for a formula", () => {
    fc.assert(
      fc.property(cells, (cell) => {
        const [[written = ""] = []] = parseCsv(csvRow([cell]));
        expect(written).not.toMatch(/^[\s"\p{Cf}]*[=+\-@|%＝＋－＠]/u);
        expect(written).not.toMatch(/^[\t\r\n]/u);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["+4930123456", "'+4930123456"],
    ["'quoted'", "''quoted'"],
    [" =1", "' =1"],
    ["plain text", "plain text"],
    ["a;b", '"a;b"'],
    [null, ""],
    [-1, "-1"],
    [true, "true"],
  ])("has %j as %s", (value, cell) => {
    expect(csvRow([value])).toBe(`${cell}\r\n`);
  });
});
