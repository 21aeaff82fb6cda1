import { parse } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Clients } from "../../../test/support/fuzz/transports.js";
import { serveStub, type ServedStub } from "../../../test/support/serve-stub.js";
import { checkSubscriptionRoots } from "./subscription-root.js";

const DEPENDS = /cannot depend on a variable: move @skip or @include/u;
const NOTHING = /must select one root field/u;
const FIELD = "callbackChanged { kind }";

const REFUSED: readonly (readonly [string, string, RegExp])[] = [
  ["skips it by a variable", `subscription ($v: Boolean!) { callbackChanged @skip(if: $v) { kind } }`, DEPENDS],
  [
    "includes it by a variable with a default",
    `subscription ($v: Boolean = true) { callbackChanged @include(if: $v) { kind } }`,
    DEPENDS,
  ],
  [
    "depends on a variable in an inline fragment",
    `subscription ($v: Boolean!) { ... @skip(if: $v) { ${FIELD} } }`,
    DEPENDS,
  ],
  [
    "depends on a variable in a fragment",
    `subscription ($v: Boolean!) { ...F } fragment F on Subscription { ...G @skip(if: $v) } fragment G on Subscription { ${FIELD} }`,
    DEPENDS,
  ],
  ["skips it", "subscription { callbackChanged @skip(if: true) { kind } }", NOTHING],
  ["does not include it", "subscription { callbackChanged @include(if: false) { kind } }", NOTHING],
  [
    "skips the fragment that holds it",
    `subscription { ...F @skip(if: true) } fragment F on Subscription { ${FIELD} }`,
    NOTHING,
  ],
  [
    "skips it in a fragment",
    "subscription { ...F } fragment F on Subscription { ... { callbackChanged @skip(if: true) { kind } } }",
    NOTHING,
  ],
];

describe("a subscription", () => {
  let server: ServedStub;
  let clients: Clients;
  beforeAll(async () => {
    server = await serveStub();
    clients = connect(server.url);
  });
  afterAll(async () => {
    await clients.close();
    await server.close();
  });

  it.each(REFUSED)("is refused where its root field is not certain: it %s", async (_, query, message) => {
    for (const transport of ["websocket", "sse", "post"] as const) {
      for (let time = 1; time <= 3; time += 1) {
        const [result] = await clients.send(transport, { query, variables: { v: false } });
        expect(result?.errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
        expect(result?.errors?.[0]?.message).toMatch(message);
      }
    }
    expect(server.unexpected).toEqual([]);
  });

  it.each([
    ["a condition that is always met", "subscription { callbackChanged @include(if: true) { kind } }"],
    ["two conditions that are", "subscription { callbackChanged @include(if: true) @skip(if: false) { kind } }"],
    [
      "a condition by a variable below",
      "subscription ($v: Boolean!) { callbackChanged { kind @skip(if: $v) cursor } }",
    ],
    ["a field that is skipped beside", `subscription { sources: callbackChanged @skip(if: true) { kind } ${FIELD} }`],
    ["a fragment twice", `subscription { ...F ...F } fragment F on Subscription { ${FIELD} }`],
    [
      "a query with a condition beside it",
      `query Q($v: Boolean!) { sources @skip(if: $v) { name } } subscription S { ${FIELD} }`,
    ],
    ["an unknown fragment, which validation reports", "subscription { ...Nobody }"],
  ])("is not refused for %s", (_, text) => {
    expect(checkSubscriptionRoots(parse(text))).toEqual([]);
  });
});
