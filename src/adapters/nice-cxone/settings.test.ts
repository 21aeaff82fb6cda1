import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import { niceCxoneSettings } from "./settings.js";

const KEY = { accessKeyId: "K", accessKeySecret: "S" };
const CLIENT = { clientId: "C", clientSecret: "CS" };
const BASE = {
  baseUrl: "https://api-c30.nice-incontact.com/inContactAPI",
  auth: { ...KEY, ...CLIENT },
  skills: [4711],
  timeZone: "America/New_York",
};
const parse = (fields: JsonObject) => niceCxoneSettings.safeParse({ ...BASE, ...fields });
const faultsOf = (fields: JsonObject): string[] =>
  (parse(fields).error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);

describe("the settings", () => {
  it("have the version, the token endpoint and a careful quota by default", () => {
    expect(parse({}).data).toMatchObject({
      apiVersion: "v33.0",
      auth: { tokenUrl: "https://cxone.niceincontact.com/auth/token" },
      quota: { requests: 60, perMs: 60_000 },
      skills: ["4711"],
    });
  });

  it("take skills as numbers and as text", () => {
    expect(parse({ skills: [4711, "4712"] }).data?.skills).toEqual(["4711", "4712"]);
  });

  it.each<[string, JsonObject, string]>([
    ["no skill", { skills: [] }, "skills: expected at least one skill"],
    ["a skill by its name", { skills: ["sales"] }, "skills.0: expected a number such as 4711"],
    ["the skill 0", { skills: ["0"] }, "skills.0: expected a number such as 4711"],
    ["a skill twice", { skills: [4711, "4711"] }, "skills: expected each skill once"],
    [
      "an unknown zone",
      { timeZone: "Eastern" },
      "timeZone: expected an IANA time zone such as America/New_York, or UTC",
    ],
    [
      "an offset as zone",
      { timeZone: "-05:00" },
      "timeZone: expected an IANA time zone such as America/New_York, or UTC",
    ],
    ["a version without its letter", { apiVersion: "33.0" }, "apiVersion: expected a version such as v33.0"],
    [
      "half a client",
      { auth: { ...KEY, clientId: "C" } },
      "auth.clientSecret: clientId and clientSecret must be set together",
    ],
    [
      "neither client nor token endpoint",
      { auth: KEY },
      "auth.tokenUrl: is required without clientId: https://{region}.nice-incontact.com/authentication/v1/token/access-key",
    ],
  ])("reject %s", (_, fields, fault) => {
    expect(faultsOf(fields)).toEqual([fault]);
  });

  it("require the time zone", () => {
    const { timeZone: _, ...rest } = BASE;
    expect(niceCxoneSettings.safeParse(rest).error?.issues.map(({ path }) => path.join("."))).toEqual(["timeZone"]);
    expect(parse({ timeZone: "UTC" }).success).toBe(true);
  });
});
