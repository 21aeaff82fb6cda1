import { describe, expect, it } from "vitest";
import { amazonConnectSettings } from "./settings.js";

const INSTANCE = "11c0ffee-1111-4222-a333-000000000001";
const AUTH = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "secret" };
const OWN = { region: "eu-central-1", instanceId: INSTANCE, auth: AUTH };
const parse = (fields: Record<string, unknown>): ReturnType<typeof amazonConnectSettings.safeParse> =>
  amazonConnectSettings.safeParse({ ...OWN, ...fields });
const faultsOf = (fields: Record<string, unknown>): string =>
  parse(fields)
    .error?.issues.map(({ path, message }) => `${path.join(".")}: ${message}`)
    .join("; ") ?? "";

describe("the settings of Amazon Connect", () => {
  it("derive the address from the region, and have the vendor's default quota", () => {
    expect(parse({}).data).toMatchObject({
      baseUrl: "https://connect.eu-central-1.amazonaws.com",
      quota: { requests: 2, perMs: 1000 },
      lookBackHours: 48,
    });
    expect(parse({ region: "cn-north-1" }).data?.baseUrl).toBe("https://connect.cn-north-1.amazonaws.com.cn");
    expect(parse({ region: "us-gov-west-1" }).data?.baseUrl).toBe("https://connect.us-gov-west-1.amazonaws.com");
    expect(parse({ baseUrl: "http://127.0.0.1:1/api" }).data?.baseUrl).toBe("http://127.0.0.1:1/api");
  });

  it("take the instance's ARN as well", () => {
    const arn = `arn:aws:connect:eu-central-1:111122223333:instance/${INSTANCE}`;
    expect(parse({ instanceId: arn }).data?.instanceId).toBe(INSTANCE);
  });

  it.each([
    ["region", "Frankfurt", "expected an AWS region"],
    ["region", "eu-central-1a", "expected an AWS region"],
    ["region", undefined, "expected text"],
    ["instanceId", "my-instance", "expected the instance's id"],
    ["instanceId", `${INSTANCE}/queue/q-1`, "expected the instance's id"],
    ["lookBackHours", 0, ""],
    ["lookBackHours", 337, ""],
    ["numberAttribute", "", ""],
    ["auth", { accessKeyId: "AKIA" }, "secretAccessKey"],
    ["auth", undefined, "auth: no AWS access key: set auth, or AWS_ACCESS_KEY_ID"],
    ["role", { uri: "https://a.test" }, "auth: expected either auth or role"],
    ["role", { uri: "http://example.test" }, "role.uri: expected https"],
    ["unknown", 1, ""],
  ])("reject %s: %j", (name, value, message) => {
    const faults = faultsOf({ [name]: value });
    expect(faults).not.toBe("");
    expect(faults).toContain(message);
  });

  it("have a header for the webhook's secret, and may have no limit", () => {
    expect(parse({ webhook: { secret: "s" }, quota: null }).data).toMatchObject({
      webhook: { secret: "s", header: "x-ringback-secret" },
      quota: null,
    });
  });
});
