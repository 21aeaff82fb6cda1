import { describe, expect, it } from "vitest";
import { genesysGmsSettings } from "./settings.js";

const MINIMUM = { baseUrl: "https://gms.example.com/genesys", services: ["sales"] };

const mistakesIn = (settings: unknown): string[] =>
  genesysGmsSettings.safeParse(settings).error?.issues.map(({ path }) => path.join(".")) ?? [];

describe("the settings of a source", () => {
  it("need an address and a service or a queue, and have defaults for the rest", () => {
    expect(genesysGmsSettings.parse(MINIMUM)).toMatchObject({
      services: ["sales"],
      queues: [],
      windowBeforeMinutes: 10_080,
      windowAheadDays: 31,
      maxPerQueue: 5000,
      desiredTimeSlotMinutes: 5,
      watch: { phoneNumbers: [] },
      defaultRegion: null,
    });
    expect(mistakesIn({ baseUrl: MINIMUM.baseUrl, queues: ["VQ_1"] })).toEqual([]);
    expect(genesysGmsSettings.parse({ ...MINIMUM, queues: [5000] }).queues).toEqual(["5000"]);
  });

  it.each<[string, unknown, string]>([
    ["neither a service nor a queue", { baseUrl: MINIMUM.baseUrl }, "services"],
    ["no service by name", { ...MINIMUM, services: [""] }, "services.0"],
    ["a user without a password", { ...MINIMUM, user: "u" }, "password"],
    ["a password without a user", { ...MINIMUM, password: "p" }, "password"],
    ["slots that the vendor does not have", { ...MINIMUM, desiredTimeSlotMinutes: 25 }, "desiredTimeSlotMinutes"],
    ["a window of nothing", { ...MINIMUM, windowAheadDays: 0 }, "windowAheadDays"],
    ["a placeholder to watch", { ...MINIMUM, watch: { phoneNumbers: ["anonymous"] } }, "watch.phoneNumbers.0"],
  ])("reject %s", (_, settings, path) => {
    expect(mistakesIn(settings)).toContain(path);
  });

  it("reject an unknown key", () => {
    expect(genesysGmsSettings.safeParse({ ...MINIMUM, service: "sales" }).error?.issues[0]).toMatchObject({
      code: "unrecognized_keys",
      keys: ["service"],
    });
  });
});
