import { Writable } from "node:stream";
import { parse, print, visit, Kind } from "graphql";
import { pino } from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { operations, REFUSED, SENDS, startTrusting, type Body } from "../support/trusting.js";
import type { World } from "../support/world.js";

let world: World;
afterEach(() => world.close());
const start = async (...settings: Parameters<typeof startTrusting>): Promise<void> => {
  world = await startTrusting(...settings);
};
const overHttp = (body: Body): Promise<string> => SENDS.HTTP(world.url, body);

const withTypenames = (text: string): string =>
  print(
    visit(parse(text), {
      SelectionSet: (node) => ({
        ...node,
        selections: [...node.selections, { kind: Kind.FIELD, name: { kind: Kind.NAME, value: "__typename" } }],
      }),
    }),
  );
const reversed = (text: string): string => {
  const document = parse(text);
  return print({ ...document, definitions: document.definitions.toReversed() });
};
/** Ways to write a document that mean the same. */
const SPELLINGS: Readonly<Record<string, (text: string) => string>> = {
  "as it is": (text) => text,
  "with __typename everywhere": withTypenames,
  "with fragments in another order": reversed,
  "with both": (text) => reversed(withTypenames(text)),
  "with comments, commas and other spaces": (text) => `# mine\n\ufeff${text.replaceAll("\n", " ,\n\t")}\n`,
  "on one line": (text) => text.replaceAll(/\s+/gu, " "),
};

describe.each(Object.entries(SENDS))("over %s", (_, sendTo) => {
  const send = (body: Body): Promise<string> => sendTo(world.url, body);

  it.each(Object.entries(SPELLINGS))("every document of the manifest is served %s", async (_spelling, write) => {
    await start({});
    for (const { name, body } of operations) {
      const told = await send({ query: write(body), operationName: name, variables: {} });
      expect(`${name}: ${told}`).not.toMatch(REFUSED);
    }
  });

  it("every document is served by its id alone, however that is given", async () => {
    await start({});
    for (const { id, name } of operations) {
      const ways = [
        { documentId: id },
        { documentId: `sha256:${id}` },
        { documentId: `sha256:${id.toUpperCase()}` },
        { extensions: { persistedQuery: { version: 1, sha256Hash: id } } },
        { query: "", extensions: { persistedQuery: { version: 1, sha256Hash: id } } },
      ];
      for (const way of ways) {
        const told = await send({ ...way, operationName: name, variables: {} });
        expect(`${name} ${JSON.stringify(way)}: ${told}`).not.toMatch(REFUSED);
      }
    }
  });

  it("all other documents are rejected", async () => {
    await start({});
    const sources = operations.find(({ name }) => name === "Sources")!;
    const extensions = { persistedQuery: { version: 1, sha256Hash: sources.id } };
    const queries = [
      "{ sources { name } }",
      "{ __typename }",
      `${sources.body} query Other { __typename }`,
      sources.body.replace("query Sources", "query Sourcess"),
      sources.body.replace("{", "{ a: __typename "),
      sources.body.replace("{", "{ __typename @include(if: true) "),
      `${sources.body} fragment F on Query { __typename }`,
    ];
    for (const query of queries) {
      for (const body of [{ query }, { query, extensions }, { query, documentId: sources.id }]) {
        expect([query, await send(body)]).toEqual([query, expect.stringContaining("UNTRUSTED_DOCUMENT")]);
      }
    }
    for (const body of [{ documentId: "0".repeat(64) }, { documentId: "constructor" }, { documentId: 7 }]) {
      expect(await send(body)).toContain("PERSISTED_QUERY_NOT_FOUND");
    }
  });
});

describe("documents that are not in the manifest", () => {
  it("are executed and logged once each with untrustedDocuments: log, without their text", async () => {
    const lines: string[] = [];
    const sink = new Writable({ write: (chunk: Buffer, __, done) => (lines.push(chunk.toString()), done()) });
    await start({ untrustedDocuments: "log" }, {}, pino(sink));
    const logged = (): string[] => lines.filter((line) => line.includes("untrusted document served"));
    const query = 'query Mine { callbacks(filter: { phoneNumbers: ["+14155550177"] }) { totalCount } }';
    for (const send of Object.values(SENDS)) expect(await send(world.url, { query })).toContain("totalCount");
    // Without the cache of documents, each of them is new.
    const times = process.env["RINGBACK_CACHES"] === "off" ? Object.keys(SENDS).length : 1;
    expect(logged()).toHaveLength(times);
    expect(logged()[0]).toContain('"operation":"Mine"');
    expect(logged()[0]).not.toContain("4155550177");
    expect(await overHttp({ query: operations[0]!.body })).not.toMatch(REFUSED);
    expect(await overHttp({ documentId: operations[0]!.id })).not.toMatch(REFUSED);
    expect(logged()).toHaveLength(times);
    expect(await overHttp({ documentId: "0".repeat(64) })).toContain("PERSISTED_QUERY_NOT_FOUND");
  });

  it("count against the rate of their caller", async () => {
    await start({ rate: { requests: 3, perMs: 60_000 } }, { auth: "none" });
    for (let count = 0; count < 3; count += 1) {
      expect(await overHttp({ query: "{ __typename }" })).toContain("UNTRUSTED_DOCUMENT");
    }
    expect(await overHttp({ query: "{ __typename }" })).toContain("RATE_LIMITED");
    expect(await overHttp({ documentId: operations[0]!.id })).toContain("RATE_LIMITED");
  });
});
