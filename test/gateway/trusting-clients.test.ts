import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, HttpLink, InMemoryCache } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { cacheExchange, createClient as createUrql, fetchExchange, subscriptionExchange } from "@urql/core";
import { getOperationAST, parse, print, type DocumentNode } from "graphql";
import { createClient, type ExecutionResult } from "graphql-ws";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import * as stored from "../../schema/operations.js";
import type { JsonObject } from "../../src/lib/json.js";
import { MANIFEST, operations, REFUSED, ROOT, SENDS, startTrusting, type Body } from "../support/trusting.js";
import type { World } from "../support/world.js";

/** Every stored operation, as the package `@ringback/client` exports it. */
const DOCUMENTS = Object.entries(stored).filter(
  (entry): entry is [string, DocumentNode] => entry[0].endsWith("Document") && "kind" in (entry[1] as object),
);

let world: World;
const folders: string[] = [];
const closing: (() => unknown)[] = [];
beforeEach(async () => {
  world = await startTrusting({});
});
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
  await world.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const overHttp = (body: Body): Promise<string> => SENDS.HTTP(world.url, body);
const overSocket = (body: Body): Promise<string> => SENDS["a WebSocket"](world.url, body);

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "ringback-"));
  folders.push(made);
  return made;
}

function openSocket(): ReturnType<typeof createClient> {
  const url = `${world.url.replace("http", "ws")}/graphql`;
  const socket = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
  closing.push(() => socket.dispose());
  return socket;
}

describe("client libraries", () => {
  const typeOf = (document: DocumentNode): string => getOperationAST(document)!.operation;

  it.each(DOCUMENTS)("Apollo Client 4 sends %s as it likes, and by its hash alone", async (_, document) => {
    const ids = new Map(operations.map(({ id, name }) => [name, id]));
    const byHash = new PersistedQueryLink({ generateHash: (sent) => ids.get(getOperationAST(sent)!.name!.value)! });
    const http = new HttpLink({ uri: `${world.url}/graphql` });
    for (const link of [http, ApolloLink.from([byHash, http]), new GraphQLWsLink(openSocket())]) {
      const client = new ApolloClient({ link, cache: new InMemoryCache() });
      closing.push(() => client.stop());
      const isSubscription = typeOf(document) === "subscription";
      if (isSubscription && !(link instanceof GraphQLWsLink)) continue;
      const variables = isSubscription ? { snapshot: true } : {};
      const failure = await new Promise<unknown>((resolve) => {
        const told = (result: { error?: unknown }): void => resolve(result.error ?? null);
        if (!isSubscription) {
          const asked = { variables, errorPolicy: "all", fetchPolicy: "no-cache" } as const;
          const work =
            typeOf(document) === "mutation"
              ? client.mutate({ mutation: document, ...asked })
              : client.query({ query: document, ...asked });
          work.then(told, resolve);
          return;
        }
        const watching = client
          .subscribe({ query: document, variables, errorPolicy: "all" })
          .subscribe({ next: told, error: resolve });
        closing.push(() => watching.unsubscribe());
        // Nothing is told as long as nothing happens: what is refused is told at once.
        void overHttp({ documentId: operations[0]!.id }).then(() => resolve(null));
      });
      const text = CombinedGraphQLErrors.is(failure) ? JSON.stringify(failure.errors) : String(failure);
      expect(text).not.toMatch(REFUSED);
    }
  });

  it.each(DOCUMENTS)("urql sends %s with types and fragments as it likes", async (_, document) => {
    const socket = openSocket();
    const client = createUrql({
      url: `${world.url}/graphql`,
      preferGetMethod: false,
      exchanges: [
        cacheExchange,
        subscriptionExchange({
          forwardSubscription: ({ query = "", variables }) => ({
            subscribe: (sink) => ({
              unsubscribe: socket.subscribe({ query, variables: variables ?? {} }, sink as never),
            }),
          }),
        }),
        fetchExchange,
      ],
    });
    const kind = typeOf(document);
    if (kind === "subscription") {
      const told = await new Promise<string>((resolve) => {
        const subscription = client
          .subscription(document, { snapshot: true })
          .subscribe((result) => resolve(String(result.error)));
        closing.push(() => subscription.unsubscribe());
        void overHttp({ documentId: operations[0]!.id }).then(() => resolve("open"));
      });
      expect(told).not.toMatch(REFUSED);
      return;
    }
    const { error } = await (
      kind === "mutation" ? client.mutation(document, {}) : client.query(document, {})
    ).toPromise();
    expect(String(error)).not.toMatch(REFUSED);
    expect(JSON.stringify(error?.graphQLErrors ?? [])).not.toMatch(REFUSED);
  });

  it.each(DOCUMENTS)("graphql-ws sends %s with its fragments as they stand in the library", async (_, document) => {
    const name = getOperationAST(document)!.name!.value;
    expect(`${name}: ${await overSocket({ query: print(document), operationName: name, variables: {} })}`).not.toMatch(
      REFUSED,
    );
  });

  it("graphql-ws gets data for an id alone", async () => {
    const sources = operations.find(({ name }) => name === "Sources")!;
    const results = openSocket().iterate({
      query: "",
      extensions: { persistedQuery: { version: 1, sha256Hash: sources.id } },
    });
    const { value } = (await results.next()) as { value: ExecutionResult };
    expect(value).toHaveProperty("data.sources");
  });

  it("Relay sends the ids that its compiler has written beside the texts", async () => {
    const root = folder();
    const config = JSON.parse(readFileSync(join(ROOT, "relay.config.json"), "utf8")) as JsonObject;
    mkdirSync(join(root, "app"));
    copyFileSync(join(ROOT, "examples/relay/callbacks.js"), join(root, "app/callbacks.js"));
    copyFileSync(join(ROOT, "schema/schema.graphql"), join(root, "schema.graphql"));
    const persistConfig = { file: "./persisted.json", algorithm: "SHA256" };
    const own = { ...config, src: "./app", schema: "./schema.graphql", persistConfig };
    writeFileSync(join(root, "persisted.json"), "{}");
    writeFileSync(join(root, "relay.config.json"), JSON.stringify(own));
    const compiler = createRequire(import.meta.url).resolve("relay-compiler/cli.js");
    execFileSync(process.execPath, [compiler, "relay.config.json"], { cwd: root, stdio: "pipe" });
    const persisted = JSON.parse(readFileSync(join(root, "persisted.json"), "utf8")) as Record<string, string>;
    expect(Object.keys(persisted).length).toBeGreaterThan(4);
    await world.close();
    world = await startTrusting({ trustedDocuments: [MANIFEST, join(root, "persisted.json")] });
    for (const [id, text] of Object.entries(persisted)) {
      const operationName = getOperationAST(parse(text))!.name!.value;
      for (const send of [overHttp, overSocket]) {
        if (typeOf(parse(text)) === "subscription") continue;
        expect(await send({ documentId: id, operationName, variables: {} })).not.toMatch(REFUSED);
        expect(await send({ query: text, operationName, variables: {} })).not.toMatch(REFUSED);
      }
    }
    expect(await overHttp({ documentId: operations[0]!.id })).not.toMatch(REFUSED);
    expect(await overHttp({ query: "{ __typename }" })).toMatch(REFUSED);
  });
});
