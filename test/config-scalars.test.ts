import { describe, expect, it } from "vitest";
import { ONE_SOURCE, settingsReader } from "./support/read-settings.js";

const { read, mistakesIn } = settingsReader();

describe("an unquoted scalar that is no text to YAML", () => {
  const genesys = (rest: string): string =>
    `sources:\n  north:\n    vendor: genesys\n    baseUrl: https://north.example\n${rest}`;
  const settingsOf = (yaml: string): unknown => read(yaml).sources.map(({ settings }) => settings);

  it.each([
    "00123",
    "0123",
    "123",
    "0",
    "-7",
    "+14155550100",
    "0x1F",
    "0o17",
    "1e3",
    "1_000",
    "1.0",
    ".5",
    "12345678901234567890",
    "true",
    "True",
    "FALSE",
    "yes",
    "no",
    "on",
    "Null1",
    ".inf",
    "2026-12-01",
    "2026-12-01T09:00:00Z",
    "12:30:45",
  ])("keeps its own text if an id is expected: %s", (text) => {
    const yaml = genesys(`    contactCenterId: ${text}\n    watch: { customerIds: [a, ${text}] }\n`);
    expect(settingsOf(yaml)).toMatchObject([{ contactCenterId: text, watch: { customerIds: ["a", text] } }]);
  });

  it.each(["00123", "true", "1e3", "0x1F"])("keeps its own text in a secret, an alias and a name: %s", (text) => {
    const settings = read(`server: { hintToken: &x ${text} }
sources:
  00${text.length}: { vendor: mindful, baseUrl: https://north.example, organizationId: ${text}, token: *x }
`);
    expect(settings.server.hintToken).toBe(text);
    expect(settings.sources[0]).toMatchObject({
      name: `00${text.length}`,
      settings: { organizationId: text, token: text },
    });
  });

  it("keeps its own text in agents and phone numbers", () => {
    const settings = read(`sources:
  north:
    vendor: webex
    baseUrl: https://north.example
    organizationId: 0042
    accessToken: 007
    watch: { agents: [0123, 1e5], phoneNumbers: [+14155550100, 02079460000] }
`);
    expect(settings.sources[0]?.settings).toMatchObject({
      organizationId: "0042",
      accessToken: "007",
      watch: {
        agents: ["0123", "1e5"],
        phoneNumbers: ["+14155550100", "02079460000"],
      },
    });
  });

  it("is a number or a boolean if that is expected", () => {
    const settings = read(
      `server: { port: 0x10 }\nsync: { polling: True, hotIntervalMs: 1e4 }\n` +
        ONE_SOURCE.replace(" }", ", timeoutMs: 0o1750 }"),
    );
    expect([settings.server.port, settings.sync.polling, settings.sync.hotIntervalMs]).toEqual([16, true, 10_000]);
    expect(settings.sources[0]?.timeoutMs).toBe(1000);
  });

  it.each(["null", "~", "Null", ""])("is rejected with its line if it is null: %j", (text) => {
    const yaml = genesys(`    contactCenterId: a\n    watch:\n      customerIds:\n        - ${text}\n`);
    expect(mistakesIn(yaml)).toContain("sources.north.watch.customerIds.0: expected text (line 8)");
  });

  it.each([
    ["port: 99999", "server.port: Too big"],
    ["port: -0x1", "server.port"],
    ["port: 1.50", "server.port"],
  ])("is rejected with its value if neither its text nor its value fits: %s", (port, message) => {
    const mistakes = mistakesIn(`server:\n  ${port}\n${ONE_SOURCE}`);
    expect(mistakes).toContain(message);
    expect(mistakes).toContain("(line 2)");
  });
});
