import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ZodError } from "zod";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import {
  bool,
  epochMs,
  epochSeconds,
  id,
  int,
  isoInstant,
  localDate,
  localTime,
  numbered,
  object,
  objects,
  seconds,
  text,
  url,
  oneOf,
  type WireField,
} from "./wire-field.js";
import { defineRecord } from "./wire.js";

/** Returns the parsed value of a field, and whether it was coerced. */
function parsed<Value>(field: WireField<Value>, value: JsonValue): [Value | null, boolean] {
  const { values, coerced } = defineRecord({ typeName: "Probe", description: "-", fields: { field } }).parse({
    field: value,
  });
  return [values.field as Value | null, coerced.includes("field")];
}

const used = <Value>(value: Value): [Value, boolean] => [value, false];
const NOTHING = [null, false];
const USELESS = [null, true];

describe("text and ids", () => {
  it.each<[JsonValue, string]>([
    ["a", "a"],
    [" a ", " a "],
    [7, "7"],
    [0, "0"],
    [true, "true"],
  ])("take %j for %j", (value, expected) => {
    expect(parsed(text("-"), value)).toEqual(used(expected));
    expect(parsed(id("-"), value)).toEqual(used(expected));
  });

  it.each([[null], [""], ["  "]])("take %j for nothing", (value) => {
    expect(parsed(text("-"), value)).toEqual(NOTHING);
  });
});

describe("whole numbers", () => {
  it.each<[JsonValue, number]>([
    [0, 0],
    ["0", 0],
    [-3, -3],
    ["42", 42],
    [" 42 ", 42],
    ["42.0", 42],
    [2_147_483_647, 2_147_483_647],
  ])("take %j for %d", (value, expected) => {
    expect(parsed(int("-"), value)).toEqual(used(expected));
  });

  it.each([[1.5], ["1.5"], ["0x10"], ["1e3"], ["many"], [2_147_483_648], ["99999999999999999999"]])(
    "coerce %j to null",
    (value) => {
      expect(parsed(int("-"), value)).toEqual(USELESS);
    },
  );

  it.each([[null], [""], ["   "]])("take %j for nothing, which is not 0", (value) => {
    expect(parsed(int("-"), value)).toEqual(NOTHING);
  });
});

describe("instants in ISO 8601", () => {
  it.each([
    ["2025-04-08T18:30:00Z", "2025-04-08T18:30:00.000Z"],
    ["2025-04-08T18:30:00.123Z", "2025-04-08T18:30:00.123Z"],
    ["2025-04-08T18:30:00.123456Z", "2025-04-08T18:30:00.123Z"],
    ["2025-04-08T18:30Z", "2025-04-08T18:30:00.000Z"],
    ["2025-04-08T20:30:00+02:00", "2025-04-08T18:30:00.000Z"],
    ["2025-04-08T20:30:00+0200", "2025-04-08T18:30:00.000Z"],
    ["2025-04-08t18:30:00z", "2025-04-08T18:30:00.000Z"],
    ["2025-04-08 18:30:00", "2025-04-08T18:30:00.000Z"],
    ["2025-04-08T18:30:00", "2025-04-08T18:30:00.000Z"],
    ["2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ])("take %s for %s", (value, expected) => {
    expect(parsed(isoInstant("-"), value)).toEqual(used(Date.parse(expected)));
  });

  it.each([
    ["2018-06-10T25:05:00.000Z"],
    ["2025-02-30T00:00:00Z"],
    ["2025-13-01T00:00:00Z"],
    ["2025-04-08"],
    ["0000-01-01T00:00:00Z"],
    ["9999-12-31T23:59:59-02:00"],
    ["tomorrow"],
    [1_744_137_000],
  ])("coerce %j to null", (value) => {
    expect(parsed(isoInstant("-"), value)).toEqual(USELESS);
  });

  it.each([[""], [null], ["0"], [0]])("take %j for no time, which is not 1970", (value) => {
    expect(parsed(isoInstant("-"), value)).toEqual(NOTHING);
  });

  it("give back every instant that they can write", () => {
    const instant = fc.date({
      min: new Date("0001-01-01T00:00:00Z"),
      max: new Date("9999-12-31"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, (at) => {
        expect(parsed(isoInstant("-"), at.toISOString())).toEqual(used(at.getTime()));
      }),
    );
  });
});

describe("instants and durations in numbers", () => {
  it("are read in the unit of their field, never by their size", () => {
    expect(parsed(epochSeconds("-"), "1744137000")).toEqual(used(1_744_137_000_000));
    expect(parsed(epochSeconds("-"), 1_744_137_000)).toEqual(used(1_744_137_000_000));
    expect(parsed(epochMs("-"), 1_744_137_000_000)).toEqual(used(1_744_137_000_000));
    expect(parsed(epochMs("-"), "1744137000")).toEqual(used(1_744_137_000));
    expect(parsed(seconds("-"), "90")).toEqual(used(90_000));
    expect(parsed(seconds("-"), 0)).toEqual(used(0));
  });

  it.each([[""], ["0"], [0], [null], [" "]])("take %j for no time, which is not 1970", (value) => {
    expect(parsed(epochSeconds("-"), value)).toEqual(NOTHING);
    expect(parsed(epochMs("-"), value)).toEqual(NOTHING);
  });

  it("coerce an invalid time to null", () => {
    expect(parsed(epochSeconds("-"), "1744137000000000")).toEqual(USELESS);
    expect(parsed(epochSeconds("-"), "-5")).toEqual(USELESS);
    expect(parsed(epochMs("-"), "soon")).toEqual(USELESS);
    expect(parsed(seconds("-"), -1)).toEqual(USELESS);
  });
});

describe("documented values", () => {
  const state = oneOf("State", { OPEN: "-", CLOSED: "-" }, "-");
  const level = numbered("Level", [["NONE", "None."], ["LOW", "Low."], null, ["HIGH", "High."]], "-", { HIHG: 3 });

  it("are recognised in any case", () => {
    expect(parsed(state, "open")).toEqual(used("OPEN"));
    expect(parsed(state, "Closed")).toEqual(used("CLOSED"));
    expect(parsed(state, "ajar")).toEqual(USELESS);
    expect(parsed(state, "toString")).toEqual(USELESS);
    expect(parsed(state, null)).toEqual(NOTHING);
  });

  it.each<[JsonValue, number]>([
    [3, 3],
    ["3", 3],
    ["3-HIGH", 3],
    ["3-HIHG", 3],
    ["HIGH", 3],
    ["high", 3],
    ["HIHG", 3],
    [0, 0],
    ["0", 0],
    ["NONE", 0],
  ])("with a number are recognised by number, name or both: %j is %d", (value, number) => {
    expect(parsed(level, value)).toEqual(used(number));
  });

  it.each([[2], [4], [-1], ["4-MOST"], ["MOST"], [1.5]])(
    "are coerced to null for an undocumented number: %j",
    (value) => {
      expect(parsed(level, value)).toEqual(USELESS);
    },
  );

  it("with a number appear as names", () => {
    const record = defineRecord({ typeName: "Probe", description: "-", fields: { level } });
    expect(record.read({ level: 3 })["level"]).toBe("HIGH");
    expect(record.read({ level: 7 })).toEqual({ level: null, additionalFields: { level: 7 } });
  });
});

describe("dates, times of day, addresses, yes and no", () => {
  it("are null if they are invalid", () => {
    expect(parsed(localDate("-"), "2025-04-08")).toEqual(used("2025-04-08"));
    expect(parsed(localDate("-"), "8 April")).toEqual(USELESS);
    expect(parsed(localTime("-"), "14:30:00")).toEqual(used("14:30:00"));
    expect(parsed(localTime("-"), "25:00")).toEqual(USELESS);
    expect(parsed(url("-"), "https://example.com/a")).toEqual(used("https://example.com/a"));
    expect(parsed(url("-"), "nowhere")).toEqual(USELESS);
    expect(parsed(bool("-"), "TRUE")).toEqual(used(true));
    expect(parsed(bool("-"), false)).toEqual(used(false));
    expect(parsed(bool("-"), "maybe")).toEqual(USELESS);
  });
});

describe("a record", () => {
  const definition = defineRecord({
    typeName: "Probe",
    description: "A probe.",
    fields: {
      probe_id: id("Its id."),
      _links: object("Its links."),
      parts: objects("Its parts."),
      at: isoInstant("When."),
    },
  });

  it("is described under the names that the API has", () => {
    expect(definition.fields).toEqual([
      { name: "probeId", description: "Its id.", type: "ID", isList: false },
      { name: "links", description: "Its links.", type: "JSONObject", isList: false },
      { name: "parts", description: "Its parts.", type: "JSONObject", isList: true },
      { name: "at", description: "When.", type: "DateTime", isList: false },
    ]);
  });

  it("is presented with additional and invalid fields as sent", () => {
    const raw = { probe_id: 7, _links: { self: "/7" }, at: "2025-04-08T18:30:00Z", colour: "red" };
    expect(definition.read(raw)).toEqual({
      probeId: "7",
      links: { self: "/7" },
      parts: null,
      at: new Date("2025-04-08T18:30:00Z"),
      additionalFields: { colour: "red" },
    });
    expect(definition.read({ at: "soon" })).toMatchObject({ at: null, additionalFields: { at: "soon" } });
  });

  it.each<[string, JsonValue]>([
    ["an object where text is due", { probe_id: { secret: "+14155550100" } }],
    ["a list where text is due", { probe_id: ["+14155550100"] }],
    ["an object where an instant is due", { at: { secret: "+14155550100" } }],
  ])("does not parse with %s; the error names the field and no value", (_, raw) => {
    expect(() => definition.parse(raw)).toThrow(ZodError);
    try {
      definition.parse(raw);
    } catch (error) {
      expect(String(error)).toMatch(/probe_id|at/u);
      expect(String(error)).not.toContain("4155550100");
    }
  });

  it.each<[string, JsonObject]>([
    ["text where an object is due", { _links: "+14155550100" }],
    ["a number where an object is due", { _links: 7 }],
    ["true where an object is due", { _links: true }],
    ["a list where an object is due", { _links: [{ self: "/7" }] }],
    ["an empty list where an object is due", { _links: [] }],
    ["an object where a list is due", { parts: { a: 1 } }],
    ["text where a list is due", { parts: "a" }],
    ["a list of texts where one of objects is due", { parts: ["a", "b"] }],
    ["a list with null in it where one of objects is due", { parts: [{ a: 1 }, null] }],
  ])("is read without %s, which is kept as sent", (_, odd) => {
    const [name = ""] = Object.keys(odd);
    const record = definition.parse({ probe_id: "7", ...odd });
    expect(record.values).toEqual({ probe_id: "7", _links: null, parts: null, at: null });
    expect(record.coerced).toEqual([name]);
    expect(definition.read({ probe_id: "7", ...odd })).toEqual({
      probeId: "7",
      links: null,
      parts: null,
      at: null,
      additionalFields: odd,
    });
  });

  it.each<[JsonValue]>([[null], ["a"], [7], [[]]])("is never %j", (raw) => {
    expect(() => definition.parse(raw)).toThrow(ZodError);
  });

  it("parses or throws a ZodError for any JSON, and loses no field", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("probe_id", "_links", "parts", "at", "x"), fc.jsonValue()), (raw) => {
        const sent = JSON.parse(JSON.stringify(raw)) as JsonObject;
        let read;
        try {
          read = definition.read(sent);
        } catch (error) {
          expect(error).toBeInstanceOf(ZodError);
          return;
        }
        expect(read.additionalFields["x"]).toEqual(sent["x"]);
        if (read["at"] === null && sent["at"] !== undefined && sent["at"] !== null && sent["at"] !== 0) {
          expect([sent["at"], ""]).toContainEqual(read.additionalFields["at"] ?? "");
        }
      }),
    );
  });
});
