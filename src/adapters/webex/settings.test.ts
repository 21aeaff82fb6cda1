import { describe, expect, it } from "vitest";
import { webexSettings } from "./settings.js";

const REFRESH = { clientId: "c", clientSecret: "s", refreshToken: "r" };
const MINIMUM = { baseUrl: "https://api.wxcc-us1.cisco.com", organizationId: "org", accessToken: "t" };

const mistakesIn = (settings: unknown): string[] =>
  webexSettings.safeParse(settings).error?.issues.map(({ path }) => path.join(".")) ?? [];

describe("the settings of a source", () => {
  it("need an address, an organization and a token, and have defaults for the rest", () => {
    expect(webexSettings.parse(MINIMUM)).toMatchObject({
      pageSize: 100,
      watch: { agents: [], phoneNumbers: [] },
      defaultRegion: null,
      timeoutMs: 10_000,
    });
  });

  it("have the token endpoint of Webex", () => {
    const { accessToken: _, ...rest } = MINIMUM;
    expect(webexSettings.parse({ ...rest, refresh: REFRESH }).refresh?.tokenUrl).toBe(
      "https://webexapis.com/v1/access_token",
    );
  });

  it("take numbers for the watched keys, for YAML makes them of unquoted ones", () => {
    expect(webexSettings.parse({ ...MINIMUM, watch: { phoneNumbers: [14155550100] } }).watch.phoneNumbers).toEqual([
      "14155550100",
    ]);
  });

  it.each<[string, unknown, string]>([
    ["both ways to a token", { ...MINIMUM, refresh: REFRESH }, "accessToken"],
    ["no way to a token", { ...MINIMUM, accessToken: undefined }, "accessToken"],
    ["an empty token", { ...MINIMUM, accessToken: "" }, "accessToken"],
    ["no organization", { ...MINIMUM, organizationId: undefined }, "organizationId"],
    ["pages that Webex refuses", { ...MINIMUM, pageSize: 101 }, "pageSize"],
    ["pages of nothing", { ...MINIMUM, pageSize: 0 }, "pageSize"],
    ["half of a grant", { ...MINIMUM, accessToken: undefined, refresh: { clientId: "c" } }, "refresh.clientSecret"],
  ])("reject %s", (_, settings, path) => {
    expect(mistakesIn(settings)).toContain(path);
  });

  it("reject an unknown key", () => {
    expect(webexSettings.safeParse({ ...MINIMUM, organisationId: "o" }).error?.issues[0]).toMatchObject({
      code: "unrecognized_keys",
      keys: ["organisationId"],
    });
  });
});
