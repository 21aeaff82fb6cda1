import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readSettings, type Environment } from "../src/config/config.js";
import { ONE_SOURCE, settingsReader } from "./support/read-settings.js";

const EXAMPLE = fileURLToPath(new URL("../ringback.example.yaml", import.meta.url));
const SECRETS: Environment = Object.fromEntries(
  [
    "WEBEX_ORGANIZATION_ID",
    "WEBEX_CLIENT_ID",
    "WEBEX_CLIENT_SECRET",
    "WEBEX_REFRESH_TOKEN",
    "TALKDESK_CLIENT_ID",
    "TALKDESK_CLIENT_SECRET",
    "GENESYS_USER",
    "GENESYS_PASSWORD",
    "GENESYS_CLOUD_CLIENT_ID",
    "GENESYS_CLOUD_CLIENT_SECRET",
    "CXONE_ACCESS_KEY_ID",
    "CXONE_ACCESS_KEY_SECRET",
    "CXONE_CLIENT_ID",
    "CXONE_CLIENT_SECRET",
    "AMAZON_CONNECT_ACCESS_KEY_ID",
    "AMAZON_CONNECT_SECRET_ACCESS_KEY",
    "MINDFUL_TOKEN",
  ].map((name) => [name, `value of ${name}`]),
);
const { read, mistakesIn, write } = settingsReader();

describe("settings", () => {
  it("can be read as the example has them, once its secrets are set", () => {
    const settings = readSettings(EXAMPLE, SECRETS);
    expect(settings.sources.map(({ name }) => name)).toEqual([
      "webex-emea",
      "talkdesk-us",
      "genesys-onprem",
      "genesys-gms",
      "genesys-cloud-eu",
      "nice-cxone",
      "amazon-connect-eu",
      "mindful-us",
    ]);
    expect(settings.server.port).toBe(4000);
  });

  it("name every secret that is not set, with its place", () => {
    let message = "";
    try {
      readSettings(EXAMPLE, {});
    } catch (error) {
      message = String(error);
    }
    for (const name of Object.keys(SECRETS)) expect(message).toContain(`the environment variable ${name} is not set`);
    expect(message).toContain("sources.talkdesk-us.auth.clientSecret");
  });

  it("have defaults for all but the sources", () => {
    const { server, freshness, dataDirectory } = read(ONE_SOURCE);
    expect([server.host, server.port, freshness.maxStalenessMs, freshness.waitMs, dataDirectory]).toEqual([
      "localhost",
      4000,
      null,
      2000,
      "./data",
    ]);
  });

  it("read the keys of version 0.1, and name the new one for each", () => {
    const old = "upkeep: { nearMs: 5000, farMs: 20000, leaseMs: 7000, keepChangesMs: 86400000 }\n";
    const { sync, retention, warnings } = read(old + ONE_SOURCE);
    expect(sync).toMatchObject({
      hotIntervalMs: 5000,
      todayIntervalMs: 20_000,
      farIntervalMs: 20_000,
      fullIntervalMs: 20_000,
      leaseMs: 7000,
    });
    expect(retention.changesMs).toBe(86_400_000);
    expect(warnings).toEqual([
      "upkeep.nearMs was renamed to sync.hotIntervalMs: rename it in the settings file",
      "upkeep.farMs was renamed to sync.todayIntervalMs, sync.farIntervalMs, sync.fullIntervalMs: rename it in the settings file",
      "upkeep.leaseMs was renamed to sync.leaseMs: rename it in the settings file",
      "upkeep.keepChangesMs was renamed to retention.changesMs: rename it in the settings file",
    ]);
    expect(read(`${old}sync: { hotIntervalMs: 9000 }\n${ONE_SOURCE}`).sync.hotIntervalMs).toBe(9000);
    expect(read(ONE_SOURCE).warnings).toEqual([]);
    expect(mistakesIn(`upkeep: { nearMs: 5 }\n${ONE_SOURCE}`)).toContain("sync.hotIntervalMs");
    expect(mistakesIn(`upkeep: { nearby: 5 }\n${ONE_SOURCE}`)).toContain("nearby");
    expect(mistakesIn(`upkeep: 7\n${ONE_SOURCE}`)).toContain("sync");
  });

  it("accept renamed sections of version 0.1, and warn with the new name of each key", () => {
    const old = "answers: { maxStalenessMs: 7000, waitMs: 300, shareMs: 50 }\nactions: { settleMs: 90000 }\n";
    const { freshness, responses, commands, warnings } = read(old + ONE_SOURCE);
    expect({ freshness, responses, commands }).toEqual({
      freshness: { maxStalenessMs: 7000, waitMs: 300 },
      responses: { cacheTtlMs: 50 },
      commands: { maxInFlightMs: 90_000 },
    });
    expect(warnings).toEqual([
      "answers.maxStalenessMs was renamed to freshness.maxStalenessMs: rename it in the settings file",
      "answers.waitMs was renamed to freshness.waitMs: rename it in the settings file",
      "answers.shareMs was renamed to responses.cacheTtlMs: rename it in the settings file",
      "actions.settleMs was renamed to commands.maxInFlightMs: rename it in the settings file",
    ]);
    expect(mistakesIn(`actions: { settleMs: 0 }\n${ONE_SOURCE}`)).toContain("commands.maxInFlightMs");
    expect(mistakesIn(`answers: { wait: 5 }\n${ONE_SOURCE}`)).toContain("wait");
  });

  it("are overridden by the environment, but not by empty variables", () => {
    const settings = read(ONE_SOURCE, { PORT: "4100", RINGBACK_DATA_DIR: "/srv/data", HOST: "", LOG_LEVEL: "debug" });
    expect([settings.server.port, settings.dataDirectory, settings.server.host, settings.logLevel]).toEqual([
      4100,
      "/srv/data",
      "localhost",
      "debug",
    ]);
  });

  it.each([
    [undefined, "on"],
    ["", "on"],
    ["on", "on"],
    ["off", "off"],
    ["rows, documents", ["rows", "documents"]],
  ])("turns off the caches of RINGBACK_CACHES: %s", (value, expected) => {
    expect(read(ONE_SOURCE, { RINGBACK_CACHES: value }).caches).toEqual(expected);
  });

  it("turns caches off by the settings file, and on by the environment", () => {
    const file = `caches: off\n${ONE_SOURCE}`;
    expect(read(file).caches).toBe("off");
    expect(read(file, { RINGBACK_CACHES: "on" }).caches).toBe("on");
  });

  it.each(["OFF", "false", "0", "yes", "rows,frames"])(
    "name the valid values of RINGBACK_CACHES if it is %s",
    (value) => {
      expect(() => read(ONE_SOURCE, { RINGBACK_CACHES: value })).toThrow(
        `: RINGBACK_CACHES=${value} in the environment: expected on, off, or a list of caches: documents, `,
      );
    },
  );

  it("leave no write under way when it is judged by its absence", () => {
    const settings = (maxInFlightMs: number): string => `commands: { maxInFlightMs: ${maxInFlightMs} }\n${ONE_SOURCE}`;
    expect(mistakesIn(settings(10_000))).toContain("commands.maxInFlightMs: must be larger than the timeoutMs");
    expect(mistakesIn(settings(10_001))).toBe("");
  });

  it("promise a call within 15 minutes, and nothing as soon as possible, by default", () => {
    const promiseOf = (yaml: string): unknown => read(yaml).sources.map(({ promise }) => promise);
    expect(promiseOf(ONE_SOURCE)).toEqual([{ graceMs: 900_000, asapMs: null }]);
    const own = (promise: string): string => ONE_SOURCE.replace(" }", `, promise: ${promise} }`);
    expect(promiseOf(own("{ graceMs: 0 }"))).toEqual([{ graceMs: 0, asapMs: null }]);
    expect(promiseOf(own("{ asapMs: 600000 }"))).toEqual([{ graceMs: 900_000, asapMs: 600_000 }]);
    expect(promiseOf(own("{ asapMs: null }"))).toEqual([{ graceMs: 900_000, asapMs: null }]);
    for (const [wrong, path] of [
      ["7", "promise"],
      ["{ graceMs: -1 }", "promise.graceMs"],
      ["{ graceMs: null }", "promise.graceMs"],
      ["{ graceMs: 15m }", "promise.graceMs"],
      ["{ asapMs: 1.5 }", "promise.asapMs"],
      ["{ asapMs: 99999999999 }", "promise.asapMs"],
      ["{ grace: 1 }", "promise: unknown setting: grace"],
    ]) {
      expect(mistakesIn(own(wrong ?? ""))).toContain(`sources.north.${path}`);
    }
  });

  it("report all mistakes at once, each with its path and line", () => {
    const message = mistakesIn(
      "server:\n  port: 99999\n  typo: 1\nfreshness: 7\nsources:\n  A B: { vendor: nobody }\n  north:\n    vendor: mindful\n    baseUrl: ftp://x\n",
    );
    for (const part of [
      "server.port",
      "(line 2)",
      "unknown setting: typo",
      "freshness: Invalid input: expected object, received number (line 4)",
      "sources.A B:",
      "sources.A B.vendor: expected one of",
      "sources.north.baseUrl: expected an http or https URL (line 9)",
      "sources.north.organizationId",
    ]) {
      expect(message).toContain(part);
    }
  });

  it.each([
    ["nothing", ""],
    ["a list", "- 1"],
    ["text", "hello"],
    ["no sources", "sources: {}"],
    ["sources as a list", "sources: [1]"],
    ["a source that is text", "sources: { north: hello }"],
  ])("report a missing source if they are %s", (_, yaml) => {
    expect(mistakesIn(yaml)).toContain("sources: expected at least one source");
  });

  it("reject invalid YAML, and an invalid port of the environment", () => {
    expect(mistakesIn("sources: [")).toContain("is not YAML");
    expect(mistakesIn(ONE_SOURCE, { PORT: "http" })).toContain("server.port");
  });

  it("serve other machines only with authentication or an explicit auth: none", () => {
    const elsewhere = (rest: string): string => mistakesIn(`server: { host: 0.0.0.0 }\n${rest}${ONE_SOURCE}`);
    expect(elsewhere("")).toContain("server.host: an address that other machines can reach requires authentication");
    expect(mistakesIn(ONE_SOURCE, { HOST: "192.0.2.1" })).toContain("server.host");
    expect(elsewhere("auth: none\n")).toBe("");
    expect(mistakesIn(`server: { host: 127.0.0.1 }\n${ONE_SOURCE}`)).toBe("");
  });

  it("know proxies by addresses, networks and the names of some, and take nothing else for one", () => {
    const named = (list: string): string => `${ONE_SOURCE}server: { trustedProxies: [${list}] }`;
    const { trustedProxies } = read(named('10.0.0.7, 10.0.0.0/8, "::1", "fd00::/8", loopback')).server;
    expect(trustedProxies).toEqual(["10.0.0.7", "10.0.0.0/8", "::1", "fd00::/8", "loopback"]);
    const message = mistakesIn(named('10.0.0.0/8, 10.0.0.0/40, proxy.example, ""'));
    const mistakes = [1, 2, 3].map((index) => `server.trustedProxies.${index}: expected an IP address, or a network`);
    for (const mistake of mistakes) expect(message).toContain(mistake);
    expect(message).not.toContain("trustedProxies.0");
  });

  it("report mistakes in authentication with their path, unknown sources included", () => {
    const key = `{ id: a, sha256: ${"a".repeat(64)}, scopes: [admin], sources: [north, south] }`;
    expect(mistakesIn(`auth: { apiKeys: [${key}] }\n${ONE_SOURCE}`)).toContain(
      "auth.apiKeys.0.sources: unknown source south",
    );
    expect(mistakesIn(`auth: { apiKeys: [{ id: a, sha256: hunter2 }] }\n${ONE_SOURCE}`)).toMatch(
      /auth\.apiKeys\.0\.sha256: expected the SHA-256(?![\s\S]*hunter2)/u,
    );
  });

  it("never print an invalid secret", () => {
    const message = mistakesIn(
      "sources:\n  north: { vendor: talkdesk, baseUrl: x, auth: { clientSecret: hunter2, accountName: '!' } }\n",
    );
    expect(message).toContain("sources.north");
    expect(message).not.toContain("hunter2");
  });

  it("takes secrets of files, without the line break at their end", () => {
    const secret = write("secret", "from a file\n");
    const yaml = `sources:
  north: { vendor: mindful, baseUrl: https://north.example, organizationId: a1, token: "\${file:${secret}}" }
`;
    expect(read(yaml).sources[0]?.settings).toMatchObject({ token: "from a file" });
    expect(mistakesIn(yaml.replace(secret, `${secret}.none`))).toContain("none cannot be read (line 2)");
  });

  it("takes the database's address of a file, and not of two places", () => {
    const file = write("url", "postgresql://db.example/ringback\n");
    expect(read(ONE_SOURCE, { DATABASE_URL_FILE: file }).databaseUrl).toBe("postgresql://db.example/ringback");
    expect(mistakesIn(ONE_SOURCE, { DATABASE_URL_FILE: file, DATABASE_URL: "postgresql://other" })).toContain(
      "as well",
    );
    expect(mistakesIn(ONE_SOURCE, { DATABASE_URL_FILE: `${file}.none` })).toContain("cannot be read");
  });
});

describe("a phone number to keep an eye on", () => {
  const watching = (number: string): string =>
    `sources:\n  north:\n    vendor: mindful\n    baseUrl: https://north.example\n    organizationId: a1
    watch:\n      phoneNumbers:\n        - ${number}\n`;

  it.each(["+266696687", "266696687", "+14155550100 ext. 22", "Restricted", "anonymous", '"0000000000"', '"12"'])(
    "is rejected with its line if it is no phone number: %s",
    (number) => {
      const mistakes = mistakesIn(watching(number));
      expect(mistakes).toContain("sources.north.watch.phoneNumbers.0: expected a phone number");
      expect(mistakes).toContain("(line 8)");
    },
  );

  it.each(["+14155550100", "4155550100", '"(415) 555-0100"', "tel:+14155550100"])("may be written %s", (number) => {
    expect(mistakesIn(watching(number))).toBe("");
  });
});
