import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import { caselessText, id, int, isoInstant, localTime, object, objects, oneOf, volatile } from "./wire-field.js";
import { defineRecord } from "./wire.js";

describe("records of one document", () => {
  const definition = defineRecord({
    typeName: "Probe",
    description: "-",
    fields: {
      id: id("-"),
      at: isoInstant("-"),
      count: int("-"),
      state: oneOf("ProbeState", { OPEN: "-", CLOSED: "-" }, "-"),
      said: caselessText("-"),
      time: localTime("-"),
      teams: objects("-"),
      data: object("-"),
      estimate: volatile(int("-")),
      _links: volatile(object("-")),
    },
  });
  const first: JsonObject = {
    id: "7",
    at: "2025-04-08T18:30:00Z",
    count: 3,
    state: "OPEN",
    said: "In Progress",
    time: "14:30",
    teams: [{ id: "a" }, { id: "b", tags: ["x", "y"] }],
    data: { a: 1, b: [1, 2] },
    estimate: 5,
    other: ["p", "q"],
    asked: true,
  };
  const { comparable } = definition.parse(first);
  const isSame = (other: JsonObject): boolean => comparable(first) === comparable({ ...first, ...other });

  it.each<[string, JsonObject]>([
    ["an instant with milliseconds", { at: "2025-04-08T18:30:00.000+00" }],
    ["an instant with an offset", { at: "2025-04-08T20:30:00+02:00" }],
    ["a number as text", { count: "3" }],
    ["a word in another case", { state: "open" }],
    ["a word with other punctuation", { said: "in_progress" }],
    ["a time with seconds", { time: "14:30:00" }],
    ["a list in another order", { teams: [{ tags: ["y", "x"], id: "b" }, { id: "a" }] }],
    ["members and inner lists in another order", { data: { b: [2, 1], a: "1" } }],
    ["an estimate that moves", { estimate: 9 }],
    ["an estimate that is missing", { estimate: null }],
    ["a list that the document does not name in another order", { other: ["q", "p"] }],
    ["links", { _links: { self: "/7?token=1" }, links: ["/8"], etag: "W/2", request_id: "r2" }],
    ["an empty text for nothing", { note: "", more: null, blank: " " }],
    ["a truth as text", { asked: "TRUE" }],
  ])("are equal with %s", (_, other) => {
    expect(isSame(other)).toBe(true);
  });

  it.each<[string, JsonObject]>([
    ["another instant", { at: "2025-04-08T18:30:00.001Z" }],
    ["another number", { count: 4 }],
    ["0 for nothing", { note: 0 }],
    ["another word", { state: "CLOSED" }],
    ["a word that is not known", { state: "AJAR" }],
    ["an id with a leading zero", { id: "07" }],
    ["a list with another element", { teams: [{ id: "a" }] }],
    ["a list with an element twice", { other: ["p", "q", "q"] }],
    ["other data", { data: { a: 1, b: [1, 3] } }],
    ["a field that the document does not name", { note: "call after six" }],
    ["a text in another case", { note: "Call" }],
  ])("differ with %s", (_, other) => {
    expect(isSame(other)).toBe(false);
  });

  it("are equal in any order of their lists and members", () => {
    const turn = (value: JsonValue): JsonValue => {
      if (Array.isArray(value)) return (value as readonly JsonValue[]).map(turn).toReversed();
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .map(([name, part]) => [name, turn(part)] as const)
          .toReversed(),
      );
    };
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (raw) => {
        const sent = JSON.parse(JSON.stringify({ ...raw, id: "7" })) as JsonObject;
        expect(comparable(turn(sent) as JsonObject)).toBe(comparable(sent));
      }),
    );
  });
});
