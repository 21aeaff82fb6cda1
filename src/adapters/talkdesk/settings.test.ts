import { describe, expect, it } from "vitest";
import { talkdeskSettings, talkdeskTokenUrl } from "./settings.js";

const AUTH = { accountName: "acme", clientId: "c", clientSecret: "s" };
const MINIMUM = { baseUrl: "https://api.talkdeskapp.com", auth: AUTH };

const mistakesIn = (settings: unknown): string[] =>
  talkdeskSettings.safeParse(settings).error?.issues.map(({ path }) => path.join(".")) ?? [];

describe("the settings of a source", () => {
  it("need an address and a way to a token, and have defaults for the rest", () => {
    expect(talkdeskSettings.parse(MINIMUM)).toMatchObject({ pageSize: 500, defaultRegion: null, timeoutMs: 10_000 });
    expect(mistakesIn({ baseUrl: MINIMUM.baseUrl, accessToken: "t" })).toEqual([]);
  });

  it("have the token endpoint of the account's host, or the configured one", () => {
    expect(talkdeskTokenUrl(AUTH)).toBe("https://acme.talkdeskid.com/oauth/token");
    const { accountName: _, ...rest } = AUTH;
    const tokenUrl = "https://acme.talkdeskid.eu/oauth/token";
    expect(talkdeskTokenUrl({ ...rest, tokenUrl })).toBe(tokenUrl);
  });

  it.each<[string, unknown, string]>([
    ["both ways to a token", { ...MINIMUM, accessToken: "t" }, "accessToken"],
    ["no way to a token", { baseUrl: MINIMUM.baseUrl }, "accessToken"],
    [
      "an account and a token endpoint",
      { ...MINIMUM, auth: { ...AUTH, tokenUrl: "https://t.test" } },
      "auth.accountName",
    ],
    ["neither of them", { ...MINIMUM, auth: { clientId: "c", clientSecret: "s" } }, "auth.accountName"],
    [
      "an account that is another host",
      { ...MINIMUM, auth: { ...AUTH, accountName: "evil.test/" } },
      "auth.accountName",
    ],
    ["no secret", { ...MINIMUM, auth: { accountName: "acme", clientId: "c" } }, "auth.clientSecret"],
    ["pages that Talkdesk refuses", { ...MINIMUM, pageSize: 501 }, "pageSize"],
    ["pages of nothing", { ...MINIMUM, pageSize: 0 }, "pageSize"],
  ])("reject %s", (_, settings, path) => {
    expect(mistakesIn(settings)).toContain(path);
  });

  it("reject an unknown key", () => {
    expect(talkdeskSettings.safeParse({ ...MINIMUM, account: "acme" }).error?.issues[0]).toMatchObject({
      code: "unrecognized_keys",
      keys: ["account"],
    });
  });
});
