import { describe, expect, it } from "vitest";
import { genesysCloudSettings } from "./settings.js";

const AUTH = { clientId: "id", clientSecret: "secret" };
const parse = (fields: Record<string, unknown>): ReturnType<typeof genesysCloudSettings.safeParse> =>
  genesysCloudSettings.safeParse({ auth: AUTH, ...fields });
const faultsOf = (fields: Record<string, unknown>): string =>
  parse(fields)
    .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)
    .join("; ") ?? "";

describe("the settings of Genesys Cloud", () => {
  it("derive both addresses from the domain", () => {
    expect(parse({ domain: "mypurecloud.de" }).data).toMatchObject({
      baseUrl: "https://api.mypurecloud.de",
      loginUrl: "https://login.mypurecloud.de",
      lookBackDays: 30,
      intervalDays: 31,
      pageSize: 100,
      analyticsLagMs: 30_000,
      quota: { requests: 300, perMs: 60_000 },
    });
  });

  it("take both addresses instead", () => {
    const own = { baseUrl: "http://127.0.0.1:1/api", loginUrl: "http://127.0.0.1:1/login" };
    expect(parse(own).data).toMatchObject(own);
  });

  it.each([
    ["none", {}],
    ["the base URL alone", { baseUrl: "http://a.test" }],
    ["the login URL alone", { loginUrl: "http://a.test" }],
    ["all three", { domain: "mypurecloud.de", baseUrl: "http://a.test", loginUrl: "http://a.test" }],
    ["the domain and one URL", { domain: "mypurecloud.de", baseUrl: "http://a.test" }],
  ])("reject %s", (_, fields) => {
    expect(faultsOf(fields)).toBe("domain: expected either domain, or baseUrl and loginUrl");
  });

  it.each([
    "https://mypurecloud.de",
    "mypurecloud",
    "mypurecloud.de/",
    "my purecloud.de",
    "mypurecloud.de:443",
    "-a.de",
  ])("reject the domain %s", (domain) => {
    expect(faultsOf({ domain })).toContain("domain: expected a host name such as mypurecloud.de");
  });

  it.each(["usw2.pure.cloud", "MYPURECLOUD.COM.AU", "xn--bcher-kva.example"])("accept the domain %s", (domain) => {
    expect(parse({ domain }).success).toBe(true);
  });

  it.each([
    ["lookBackDays", 0],
    ["intervalDays", 32],
    ["pageSize", 101],
    ["analyticsLagMs", -1],
    ["reasonAttribute", ""],
    ["unknown", 1],
  ])("reject %s: %j", (name, value) => {
    expect(faultsOf({ domain: "mypurecloud.de", [name]: value })).not.toBe("");
  });

  it("have a header for the webhook's secret", () => {
    expect(parse({ domain: "mypurecloud.de", webhook: { secret: "s" } }).data?.webhook).toEqual({
      secret: "s",
      header: "x-ringback-secret",
    });
  });
});
