import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { CallOutcomeCategory } from "../../domain/outcome.js";
import { mapGenesysCallback } from "./mapping.js";
import { GENESYS_CALLBACK_INTERACTION } from "./wire.js";

const mapped = (fields: JsonObject) =>
  mapGenesysCallback(GENESYS_CALLBACK_INTERACTION.parse({ interaction_id: "1", ...fields }), {
    source: "north",
    vendor: "GENESYS",
    defaultRegion: null,
  }).callback;

describe("call_result", () => {
  const CATEGORIES: readonly (readonly [CallOutcomeCategory, readonly number[]])[] = [
    ["REACHED", [0, 2, 24, 25, 30, 31, 33, 50]],
    ["TRANSFERRED", [1, 22, 23]],
    ["NO_ANSWER", [7, 27, 29, 32, 36, 37, 38]],
    ["BUSY", [6]],
    ["MACHINE", [9, 17, 39]],
    ["INVALID_NUMBER", [11, 12, 13]],
    ["WRONG_PARTY", [40, 53]],
    ["DO_NOT_CALL", [51]],
    ["ABANDONED", [5, 21, 26]],
    ["CANCELED", [19, 46, 52]],
    ["NETWORK_ERROR", [8, 10, 14, 15, 16, 34, 35, 42, 43, 44]],
    ["SYSTEM_ERROR", [3, 4, 18, 20, 41, 45, 47, 48, 49]],
    ["UNKNOWN", [28]],
  ];
  const WORDS = `OK TRANSFERRED CONFERENCED GENERAL_ERROR SYSTEM_ERROR REMOTE_RELEASE BUSY NO_ANSWER SIT_DETECTED
    ANSWERING_MACHINE ALL_TRUNKS_BUSY SIT_INVALID_NUM SIT_VACANT SIT_OPER_INTERCEPT SIT_UNKNOWN SIT_NO_CIRCUIT
    SIT_REORDER SIT_FAX_DETECTED QUEUE_FULL CLEARED OVERFLOWED ABANDONED REDIRECTED FORWARDED CONSULT PICKEDUP DROPPED
    DROPPED_NO_ANSWER UNKNOWN COVERED CONVERSE_ON BRIDGED SILENCE ANSWER NU_TONE NO_DIAL_TONE NO_PROGRESS NO_RING_BACK
    NO_ESTABLISHED PAGER_DETECTED WRONG_PARTY DIAL_ERROR CALL_DROPPED_ERROR SWITCH_ERROR NO_FREE_PORT_ERROR
    TRANSFER_ERROR STALE AGT_CALLBACK_ERROR GRP_CALLBACK_ERROR DEAFENED HELD DO_NOT_CALL CANCEL_RECORD WRONG_NUMBER`.split(
    /\s+/u,
  );
  const rows = CATEGORIES.flatMap(([category, numbers]) =>
    numbers.map((number) => [number, WORDS[number] ?? "", category] as const),
  );

  it("has a row here for each of the 54", () => {
    expect(rows.map(([number]) => number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 54 }, (_, n) => n));
    expect(WORDS).toHaveLength(54);
  });

  it.each(rows)("%d-%s is %s, also of a callback that is open", (code, label, category) => {
    for (const sent of [code, String(code), `${code}-${label}`, label]) {
      expect(mapped({ callback_status: 3, call_result: sent })).toMatchObject({
        status: "QUEUED",
        outcome: { category, code, label },
      });
    }
  });

  it.each<[JsonValue, number | null, string]>([
    [54, 54, "54"],
    [1000, 1000, "1000"],
    ["54-PARKED", null, "54-PARKED"],
    ["PARKED", null, "PARKED"],
    [-1, null, "-1"],
  ])("maps an undocumented value to UNKNOWN, with the value as label: %j", (sent, code, label) => {
    expect(mapped({ call_result: sent }).outcome).toEqual({ category: "UNKNOWN", code, label });
  });

  it.each([{}, { call_result: null }, { call_result: "" }])("is null, not OK, if it is missing: %j", (fields) => {
    expect(mapped({ callback_status: 8, ...fields })).toMatchObject({ status: "COMPLETED", outcome: null });
  });
});
