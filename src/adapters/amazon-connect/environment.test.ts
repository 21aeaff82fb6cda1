import { describe, expect, it } from "vitest";
import { withAwsEnvironment } from "./environment.js";

const KEY = { AWS_ACCESS_KEY_ID: "AKIA2", AWS_SECRET_ACCESS_KEY: "s2\n", AWS_SESSION_TOKEN: "" };
const ROLE = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: "/v2/credentials/1" };

describe("the environment of AWS", () => {
  it.each([
    ["nothing where the settings have a key", { auth: { accessKeyId: "AKIA1" } }, { ...KEY, ...ROLE }, {}],
    ["nothing where the settings have a role", { role: { uri: "https://a.test" } }, { ...KEY, ...ROLE }, {}],
    ["its key", {}, { ...KEY, ...ROLE }, { auth: { accessKeyId: "AKIA2", secretAccessKey: "s2" } }],
    [
      "a temporary key",
      {},
      { ...KEY, AWS_SESSION_TOKEN: "t2" },
      { auth: { accessKeyId: "AKIA2", secretAccessKey: "s2", sessionToken: "t2" } },
    ],
    ["the role of a task", {}, ROLE, { role: { uri: "http://169.254.170.2/v2/credentials/1" } }],
    [
      "the role of a pod",
      {},
      {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials",
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: "/var/run/token",
      },
      { role: { uri: "http://169.254.170.23/v1/credentials", tokenFile: "/var/run/token" } },
    ],
    [
      "the role of another endpoint",
      {},
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: "https://a.test/", AWS_CONTAINER_AUTHORIZATION_TOKEN: "mine" },
      { role: { uri: "https://a.test/", token: "mine" } },
    ],
    ["nothing of half a key", {}, { AWS_ACCESS_KEY_ID: "AKIA2" }, {}],
  ])("adds %s", (_, own, environment, added) => {
    const settings = { region: "eu-central-1", ...own };
    expect(withAwsEnvironment(settings, environment)).toEqual({ ...settings, ...added });
  });
});
