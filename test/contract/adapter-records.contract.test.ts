import { describe, expect, it } from "vitest";
import { ADAPTERS } from "../../src/adapters/registry.js";
import { detectObserved } from "../../src/domain/change/change.js";
import type { JsonObject, JsonValue } from "../../src/lib/json.js";
import type { Observation } from "../../src/domain/change/observation.js";
import { rememberedAfter, requestedAt, stampOf } from "../support/observations.js";
import { ANNA, heldBy, NOW, openBench, waysOf } from "./adapters.js";

/** The fields of each vendor's document that hold objects, or lists of them: no callback depends on them. */
const OBJECTS: Readonly<Record<string, Readonly<Record<string, JsonValue>>>> = {
  WEBEX: {},
  TALKDESK: {
    record_extra_data: { plan: "gold", tags: ["a", "b"] },
    agents: [{ agent_id: "a2" }, { agent_id: "a1" }],
    ring_groups: [{ ring_group: "r1" }, { ring_group: "r2" }],
    teams: [{ team_id: "t1" }, { team_id: "t2" }],
    _links: { self: { href: "/callbacks/1" } },
  },
  GENESYS: { udata: { plan: "gold", tags: ["a", "b"] } },
  GENESYS_GMS: {},
  GENESYS_CLOUD: {
    participants: [
      { purpose: "acd", sessions: [{ mediaType: "callback", segments: [{ segmentType: "scheduled" }] }] },
      { purpose: "customer", sessions: [{ mediaType: "callback", callbackNumbers: ["+14155550123"] }] },
    ],
    divisions: [{ division: { id: "d1" } }, { division: { id: "d2" } }],
    recentTransfers: [{ id: "t1" }, { id: "t2" }],
  },
  NICE_CXONE: {},
  AMAZON_CONNECT: {
    QueueInfo: { Id: "q-1", EnqueueTimestamp: 1_780_315_200.25 },
    AgentInfo: { Id: "a-1", ConnectedToAgentTimestamp: 1_780_315_210 },
    CustomerEndpoint: { Type: "TELEPHONE_NUMBER", Address: "+14155550123" },
    SystemEndpoint: { Type: "TELEPHONE_NUMBER", Address: "+14155550190" },
    Campaign: { CampaignId: "campaign-1" },
    Attributes: { reason: "Invoice" },
    Customer: { DeviceInfo: { PlatformName: "web" } },
    SegmentAttributes: { "connect:Subtype": { ValueString: "connect:Telephony" } },
    Tags: { team: "north" },
    RoutingCriteria: { Index: 0 },
    WisdomInfo: { SessionArn: "arn:aws:wisdom:1" },
    CustomerVoiceActivity: { GreetingStartTimestamp: 1_780_315_220 },
    QualityMetrics: { Agent: { Audio: { QualityScore: 4.5 } } },
    ChatMetrics: { MultiParty: false },
    DisconnectDetails: { PotentialDisconnectIssue: "none" },
    AdditionalEmailRecipients: { ToList: [{ Address: "a@example.com" }, { Address: "b@example.com" }] },
    Recordings: [{ MediaStreamType: "AUDIO" }, { MediaStreamType: "VIDEO" }],
    ContactEvaluations: { form: { Status: "COMPLETE" } },
    TaskTemplateInfo: { Name: "none" },
    ContactDetails: { name: { Value: "none" } },
    OutboundStrategy: { Type: "AGENT_FIRST" },
    NextContacts: [{ Type: "QUICK_CONNECT" }, { Type: "OTHER" }],
    GlobalResiliencyMetadata: { ActiveRegion: "eu-central-1" },
    InitialContact: { ContactId: "c-0", InitiationMethod: "INBOUND" },
    FollowingContacts: [
      { Id: "c-3", InitiationMethod: "CALLBACK", InitiationTimestamp: 1_780_315_300 },
      { Id: "c-2", InitiationMethod: "CALLBACK", InitiationTimestamp: 1_780_315_250 },
    ],
  },
  MINDFUL: {},
};

/** What moves by itself, or describes the response, at each vendor. */
const VOLATILE: Readonly<Record<string, readonly [JsonObject, JsonObject]>> = {
  WEBEX: [{ lastUpdatedTimestamp: 1_780_000_000_000 }, { lastUpdatedTimestamp: 1_780_000_000_001 }],
  TALKDESK: [{ _links: { self: { href: "/1" } } }, { _links: { self: { href: "/1?token=2" } } }],
  GENESYS: [{ _links: { self: "/1" } }, { _links: { self: "/2" } }],
  GENESYS_GMS: [
    { _ors_session_id: "A1", _expiration_time: "2026-06-02T12:00:00.000Z" },
    { _ors_session_id: "B2", _expiration_time: "2026-06-02T12:00:01.000Z" },
  ],
  GENESYS_CLOUD: [{ mediaStatsMinConversationMos: 4.1 }, { mediaStatsMinConversationMos: 4.2 }],
  NICE_CXONE: [{ callbackTime: "2026-06-01T14:00:00Z" }, { callbackTime: "2026-06-01T16:00+02:00" }],
  AMAZON_CONNECT: [
    { LastUpdateTimestamp: 1_780_315_200.1, Recordings: [{ Status: "AVAILABLE" }] },
    { LastUpdateTimestamp: 1_780_315_201.1, Recordings: [{ Status: "DELETED" }] },
  ],
  MINDFUL: [
    { type: "ASAP", estimated_wait_time: "90", forecast_waitlist_position: "3" },
    { type: "ASAP", estimated_wait_time: "85", forecast_waitlist_position: "2" },
  ],
};

const ODD: readonly JsonValue[] = [[], ["a"], [[]], "text", 7, true, [1, { a: 1 }]];

describe.each(ADAPTERS)("a record of $vendor", (definition) => {
  const objects = OBJECTS[definition.vendor] ?? {};

  /** The record of a callback with some fields changed, as the adapter reads it. */
  const read = async (fields: JsonObject): Promise<Observation & { readonly coerced: readonly string[] }> => {
    const bench = await openBench(definition);
    const id = bench.fake.add(heldBy(waysOf(definition), ANNA));
    const { observations, quarantined, coerced } = bench.adapter.reread(
      { ...bench.fake.records.get(id), ...fields },
      stampOf(NOW),
    );
    await bench.close();
    expect(quarantined).toEqual([]);
    const [seen] = observations;
    if (seen === undefined) throw new Error("nothing was read");
    return { ...seen, coerced };
  };

  /** The fields that a look at `after` publishes, where `before` was known; null for no change. */
  const changedBy = async (before: JsonObject, after: JsonObject): Promise<readonly string[] | null> => {
    const [first, second] = [await read(before), await read(after)];
    const known = rememberedAfter({ ...first, ...requestedAt(1) });
    return detectObserved(known, { ...second, ...requestedAt(2) })?.change?.changedFields ?? null;
  };

  it("has no objects or lists that this test lacks", () => {
    const names = definition.record.fields.filter(({ type }) => type === "JSONObject").map(({ name }) => name);
    expect(names).toHaveLength(Object.keys(objects).length);
  });

  it("is read despite an invalid object or list, which is null, counted as coerced, and stored", async () => {
    for (const [name, fitting] of Object.entries(objects)) {
      const plain = await read({ [name]: null });
      for (const odd of [...ODD, Array.isArray(fitting) ? {} : [{}]]) {
        if (Array.isArray(fitting) && Array.isArray(odd) && odd.length === 0) continue;
        const { callback, vendorRecord, coerced } = await read({ [name]: odd });
        expect(callback).toEqual(plain.callback);
        expect(coerced).toEqual([name]);
        expect(definition.record.read(vendorRecord).additionalFields[name]).toEqual(odd);
      }
    }
  });

  it("is not changed by the order of its objects and lists", async () => {
    const turn = (value: JsonValue): JsonValue => {
      if (Array.isArray(value)) return (value as readonly JsonValue[]).map(turn).toReversed();
      if (typeof value !== "object" || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .map(([name, part]) => [name, turn(part)] as const)
          .toReversed(),
      );
    };
    expect(await changedBy(objects, turn(objects) as JsonObject)).toBeNull();
    expect(await changedBy({ unnamed: ["a", { b: [1, 2] }] }, { unnamed: [{ b: [2, 1] }, "a"] })).toBeNull();
    expect(await changedBy({ unnamed: ["a"] }, { unnamed: ["b"] })).toEqual(["vendorRecord"]);
  });

  it("is unchanged if only volatile fields differ", async () => {
    const [before, after] = VOLATILE[definition.vendor] ?? [{}, {}];
    expect(before).not.toEqual(after);
    expect(await changedBy(before, after)).toBeNull();
  });
});
