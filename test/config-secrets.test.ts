import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Settings } from "../src/config/config.js";
import { ONE_SOURCE, settingsReader } from "./support/read-settings.js";

const { read, mistakesIn, write } = settingsReader();

interface Secret {
  /** The settings, around the value as YAML. */
  readonly yaml: (value: string) => string;
  readonly found: (settings: Settings) => unknown;
  readonly value: string;
}

const source = (text: string): string => `sources:\n  north: { baseUrl: https://north.example, ${text} }\n`;
const ofSource = (...path: string[]): Secret["found"] => {
  return ({ sources }) =>
    path.reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], sources[0]?.settings);
};
const TALKDESK = "vendor: talkdesk, auth: { accountName: a, clientId:";
const WEBEX = "vendor: webex, organizationId: o, refresh: { clientId:";
const MINDFUL = "vendor: mindful, organizationId: a1";

/** Every secret, and every id that goes with one. */
const SECRETS: Readonly<Record<string, Secret>> = {
  "server.hintToken": {
    yaml: (value) => `server: { hintToken: ${value} }\n${ONE_SOURCE}`,
    found: ({ server }) => server.hintToken,
    value: "hint-token",
  },
  "auth.jwt.key": {
    yaml: (value) => `auth: { jwt: { key: ${value}, issuer: i, audience: a } }\n${ONE_SOURCE}`,
    found: ({ auth }) => (auth === null || auth === "none" ? null : auth.jwt?.key),
    value: "a shared key that has more than 32 bytes",
  },
  "auth.jwt.issuer": {
    yaml: (value) =>
      `auth: { jwt: { key: a shared key that has more than 32 bytes, issuer: ${value}, audience: a } }\n${ONE_SOURCE}`,
    found: ({ auth }) => (auth === null || auth === "none" ? null : auth.jwt?.issuer),
    value: "https://login.example",
  },
  "auth.apiKeys.0.sha256": {
    yaml: (value) => `auth: { apiKeys: [{ id: a, sha256: ${value}, scopes: [admin], sources: "*" }] }\n${ONE_SOURCE}`,
    found: ({ auth }) => (auth === null || auth === "none" ? null : auth.apiKeys[0]?.sha256),
    value: "0123456789abcdef".repeat(4),
  },
  "sources.north.token": {
    yaml: (value) => source(`${MINDFUL}, token: ${value}`),
    found: ofSource("token"),
    value: "Bearer abc",
  },
  "sources.north.webhook.secret": {
    yaml: (value) => source(`${MINDFUL}, webhook: { secret: ${value} }`),
    found: ofSource("webhook", "secret"),
    value: "webhook secret",
  },
  "sources.north.auth.clientSecret": {
    yaml: (value) => source(`${TALKDESK} c, clientSecret: ${value} }`),
    found: ofSource("auth", "clientSecret"),
    value: "client/secret+=",
  },
  "sources.north.auth.clientId": {
    yaml: (value) => source(`${TALKDESK} ${value}, clientSecret: c }`),
    found: ofSource("auth", "clientId"),
    value: "client-id",
  },
  "sources.north.accessToken": {
    yaml: (value) => source(`vendor: talkdesk, accessToken: ${value}`),
    found: ofSource("accessToken"),
    value: "access.token",
  },
  "sources.north.refresh.refreshToken": {
    yaml: (value) => source(`${WEBEX} c, clientSecret: c, refreshToken: ${value} }`),
    found: ofSource("refresh", "refreshToken"),
    value: "refresh-token",
  },
  "sources.north.password": {
    yaml: (value) => source(`vendor: genesys, contactCenterId: 1, user: u, password: ${value}`),
    found: ofSource("password"),
    value: "pass word",
  },
  "sources.north.baseUrl": {
    yaml: (value) => `sources:\n  north: { ${MINDFUL}, baseUrl: ${value} }\n`,
    found: ofSource("baseUrl"),
    value: "https://other.example",
  },
};

/** What is added to a secret without anybody seeing it. */
const ADDED: readonly (readonly [string, string])[] = [
  ["", "\n"],
  ["", "\r\n"],
  ["", "\n\n"],
  ["\n", ""],
  ["\ufeff", ""],
  ["\ufeff", "\r\n"],
  ["", "\ufeff"],
];
/** What cannot be meant. */
const WRONG: readonly (readonly [string, (secret: string) => string])[] = [
  ["a line break within", (secret) => `${secret.slice(0, 3)}\n${secret.slice(3)}`],
  ["a carriage return within", (secret) => `${secret.slice(0, 3)}\r${secret.slice(3)}`],
  ["a zero-width space", (secret) => `${secret}\u200b`],
  ["a byte order mark within", (secret) => `${secret.slice(0, 3)}\ufeff${secret.slice(3)}`],
  ["a zero byte", (secret) => `${secret}\0`],
  ["a space before it", (secret) => ` ${secret}`],
  ["a space after it", (secret) => `${secret} \n`],
  ["nothing but a line break", () => "\n"],
];

describe.each(Object.entries(SECRETS))("%s", (path, { yaml, found, value }) => {
  it.each(ADDED)("is the same with %j before and %j after it, wherever it comes from", (before, after) => {
    const text = `${before}${value}${after}`;
    expect(found(read(yaml('"${SECRET}"'), { SECRET: text }))).toBe(value);
    expect(found(read(yaml(`"\${file:${write("secret", text)}}"`)))).toBe(value);
    expect(found(read(yaml(JSON.stringify(text))))).toBe(value);
    expect(found(read(yaml('"${SECRET}"'), { SECRET: value }))).toBe(value);
  });

  it.each(["utf-16le", "utf-16be"])("may come from a file in %s, as some shells write it", (encoding) => {
    const bytes = Buffer.from(`\ufeff${value}\r\n`, "utf16le");
    const file = write("secret", "");
    writeFileSync(file, encoding === "utf-16le" ? bytes : bytes.swap16());
    expect(found(read(yaml(`"\${file:${file}}"`)))).toBe(value);
  });

  it.each(WRONG)("is rejected by its name with %s, without its value", (_, corrupt) => {
    const text = corrupt(value);
    const ways = [
      mistakesIn(yaml('"${SECRET}"'), { SECRET: text }),
      mistakesIn(yaml(`"\${file:${write("secret", text)}}"`)),
      mistakesIn(yaml(JSON.stringify(text))),
    ];
    for (const mistakes of ways) {
      expect(mistakes).toContain(`  ${path}: `);
      expect(mistakes).not.toContain(value);
    }
  });
});

it.each(["sources.north.token", "sources.north.accessToken"])("%s is rejected if no header can contain it", (path) => {
  const { yaml } = SECRETS[path]!;
  for (const text of ["Schlüssel\u0153", "\u201cabc\u201d", "abc\u2026", "\ud83d\udd11"]) {
    expect(mistakesIn(yaml('"${SECRET}"'), { SECRET: text })).toContain(`${path}: must contain only Latin-1`);
  }
});

describe("the environment", () => {
  const URL_ = "postgresql://user:secret@db.example/ringback";

  it.each(ADDED)("is the same with %j before and %j after its values", (before, after) => {
    const text = (value: string): string => `${before}${value}${after}`;
    const { server, databaseUrl, logLevel, dataDirectory, caches } = read(ONE_SOURCE, {
      PORT: text("4001"),
      HOST: text("127.0.0.1"),
      NODE_ENV: text("production"),
      LOG_LEVEL: text("warn"),
      RINGBACK_DATA_DIR: text("./here"),
      RINGBACK_CACHES: text("off"),
      DATABASE_URL: text(URL_),
    });
    expect([server.port, server.host, server.introspection]).toEqual([4001, "127.0.0.1", false]);
    expect([databaseUrl, logLevel, dataDirectory, caches]).toEqual([URL_, "warn", "./here", "off"]);
    expect(read(ONE_SOURCE, { DATABASE_URL_FILE: text(write("url", text(URL_))) }).databaseUrl).toBe(URL_);
  });

  it("is rejected by the variable's name for an invalid database URL, without its value", () => {
    for (const wrong of [`${URL_.slice(0, 20)}\n${URL_.slice(20)}`, ` ${URL_}`, `${URL_}\u200b`]) {
      for (const environment of [{ DATABASE_URL: wrong }, { DATABASE_URL_FILE: write("url", wrong) }]) {
        const mistakes = mistakesIn(ONE_SOURCE, environment);
        expect(mistakes).toContain(`  ${Object.keys(environment)[0]}: must not`);
        expect(mistakes).not.toContain("secret");
      }
    }
  });

  it("may name a settings file that begins with a byte order mark", () => {
    expect(read(`\ufeffserver: { port: 4001 }\n${ONE_SOURCE}`).server.port).toBe(4001);
  });
});
