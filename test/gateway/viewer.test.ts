import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "../support/ask.js";
import { authOf, type TestKey } from "../support/access.js";
import { codesOf } from "../support/tenants.js";
import type { Answered } from "../support/ask.js";
import { startWorld, type World } from "../support/world.js";

const EQUAL = { scopes: ["callbacks:read", "pii:read"], sources: ["webex", "talkdesk"] };
const KEYS = {
  anna: { id: "anna", key: "key of anna", ...EQUAL },
  bert: { id: "bert", key: "key of bert", ...EQUAL },
  writer: { id: "writer", key: "key of a writer", scopes: ["callbacks:write"], sources: "*" },
  operator: { id: "operator", key: "key of an operator", scopes: ["admin"], sources: [] },
} satisfies Record<string, TestKey>;
const VIEWER = "{ viewer { id scopes sources } }";

let world: World;
beforeAll(async () => {
  const settings = { auth: authOf(...Object.values(KEYS)), responses: { cacheTtlMs: 60_000 } };
  world = await startWorld({ settings });
});
afterAll(() => world.close());

async function as(who: keyof typeof KEYS, query: string): Promise<Answered<Record<string, unknown>>> {
  const response = await fetch(`${world.url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": KEYS[who].key },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as Answered<Record<string, unknown>>;
}

describe("the viewer", () => {
  it("is the caller, with its scopes and the sources that exist for it", async () => {
    expect((await as("anna", VIEWER)).data).toEqual({
      viewer: {
        id: expect.stringContaining("anna"),
        scopes: ["CALLBACKS_READ", "PII_READ"],
        sources: expect.toSatisfy((names: string[]) => [...names].sort().join() === "talkdesk,webex"),
      },
    });
  });

  it("is never another caller with equal rights, also from a cache or in flight, alone and beside other fields", async () => {
    const queries = [VIEWER, "{ callbacks { totalCount } viewer { id } }"];
    for (const query of [...queries, ...queries]) {
      const answers = await Promise.all((["anna", "bert", "anna", "bert"] as const).map((who) => as(who, query)));
      const ids = answers.map(({ data }) => (data["viewer"] as { readonly id: string }).id);
      expect(ids.map((id) => /anna|bert/u.exec(id)?.[0])).toEqual(["anna", "bert", "anna", "bert"]);
    }
  });

  it("is readable without callbacks:read, and nothing beside it", async () => {
    expect((await as("writer", VIEWER)).data).toMatchObject({ viewer: { scopes: ["CALLBACKS_WRITE"] } });
    expect((await as("operator", VIEWER)).data).toMatchObject({ viewer: { scopes: ["ADMIN"], sources: [] } });
    for (const query of ["{ viewer { id } sources { name } }", "{ sources { name } }", "{ __typename }"]) {
      expect(codesOf(await as("writer", query))).toEqual(["FORBIDDEN"]);
    }
  });

  it("is anybody where the gateway requires no authentication", async () => {
    const open = await startWorld();
    try {
      expect(await ask(open.url, "{ viewer { id scopes } }")).toEqual({
        viewer: { id: "anybody", scopes: ["ADMIN", "CALLBACKS_READ", "CALLBACKS_WRITE", "PII_READ"] },
      });
    } finally {
      await open.close();
    }
  });
});
