import { Writable } from "node:stream";
import { pino } from "pino";
import { encodeChangeCursor } from "../../../src/domain/change/cursor.js";
import { encodeId } from "../../../src/domain/id.js";
import { ask } from "../ask.js";
import { AGENT } from "../commands.js";
import { startWorld, type World } from "../world.js";
import { AWKWARD, type Pool } from "./values.js";

/** A gateway over data that stands still, with something of everything in it. */
export interface Stage {
  readonly world: World;
  readonly pool: Pool;
  readonly changeCursors: readonly string[];
  /** Lines of the log from level `error` on. */
  readonly errorLines: readonly string[];
}

const PHONE_NUMBERS = ["+14155550101", "+14155550102", "+14155550103", "+4930901820"];
const CUSTOMERS = ["customer-1", "customer-2"];
const HOUR = 3_600_000;
/** What is refused for its size is tested elsewhere. */
const WITHOUT_LIMITS = {
  maxTokens: 1_000_000,
  maxDepth: 1000,
  maxFields: 1_000_000,
  maxAliases: 1_000_000,
  maxDirectives: 1_000_000,
  maxRootFields: 1000,
  maxCost: 1_000_000_000_000,
  maxVariableValues: 1_000_000,
  maxDocumentCharacters: 10_000_000,
  maxVariableCharacters: 10_000_000,
  timeoutMs: 600_000,
  rate: { requests: 1_000_000_000 },
};

export async function openStage(isCaching: boolean): Promise<Stage> {
  const errorLines: string[] = [];
  const log = new Writable({ write: (chunk: Buffer, _, done) => (errorLines.push(chunk.toString()), done()) });
  const world = await startWorld({
    logger: pino({ level: "error" }, log),
    // With a clock that stands still, a quota that is used up would stay so.
    ofSources: { quota: null },
    environment: { RINGBACK_CACHES: isCaching ? "on" : "off" },
    settings: {
      server: { port: 0, operations: WITHOUT_LIMITS },
      // Shared for as long as nothing changes, which is longer than a run.
      freshness: { waitMs: 30_000 },
      responses: { cacheTtlMs: 60_000 },
    },
  });
  addCallbacks(world);
  await readAll(world);
  await changeSome(world);
  return { world, errorLines, ...(await explore(world)) };
}

function addCallbacks(world: World): void {
  const names = AWKWARD.filter((name) => name.trim() !== "");
  for (const fake of Object.values(world.fakes)) {
    for (const [index, phoneNumber] of [...PHONE_NUMBERS, ...PHONE_NUMBERS].entries()) {
      const name = names[index % names.length] ?? "";
      const customerId = CUSTOMERS[index % CUSTOMERS.length] ?? "";
      const start = world.time.now + (index - 2) * HOUR;
      fake.add({ phoneNumber, start, end: start + HOUR, name, customerId, agentId: AGENT });
    }
  }
}

/** By every key that a vendor answers by. */
async function readAll({ url, fakes }: World): Promise<void> {
  await ask(url, "{ callbacks { totalCount } }");
  for (const [source, { webhook, records }] of Object.entries(fakes)) {
    // A vendor that is queried by id alone, after its events.
    const ids = webhook?.due === undefined ? [] : [...records.keys()];
    for (const id of ids) {
      await ask(url, "query ($id: ID!) { callback(id: $id) { id } }", { id: encodeId("Callback", source, id) });
    }
  }
  for (const phoneNumber of PHONE_NUMBERS) {
    await ask(url, "query ($n: PhoneNumber!) { callbacks(filter: { phoneNumbers: [$n] }) { totalCount } }", {
      n: phoneNumber,
    });
  }
  for (const id of CUSTOMERS) {
    await ask(url, "query ($c: String) { callbacks(filter: { contactId: $c }) { totalCount } }", { c: id });
  }
}

/** Moves some callbacks on, so that there is a history. */
async function changeSome(world: World): Promise<void> {
  world.time.now += 60_000;
  for (const fake of Object.values(world.fakes)) {
    const words = Object.keys(fake.vendorStatuses);
    if (words.length === 0) continue;
    for (const [index, id] of [...fake.records.keys()].slice(0, 3).entries()) {
      fake.setVendorStatus(id, words[(index + 1) % words.length] ?? "");
    }
  }
  await readAll(world);
  for (const source of Object.keys(world.fakes)) {
    const input = { agentId: encodeId("Agent", source, AGENT), clientId: "tests", actionType: "BREAK" };
    await ask(
      world.url,
      "mutation ($i: RecordAgentActionInput!) { recordAgentAction(input: $i) { userErrors { code } } }",
      { i: input },
    );
  }
}

interface Explored {
  readonly callbacks: {
    readonly changeCursor: string;
    readonly pageInfo: { readonly startCursor: string; readonly endCursor: string };
    readonly edges: readonly {
      readonly cursor: string;
      readonly node: {
        readonly id: string;
        readonly vendorId: string;
        readonly customer: { readonly contactId: string | null };
        readonly routing: { readonly queueId: string | null; readonly campaignId: string | null };
        readonly assignment: { readonly agent: { readonly id: string } | null } | null;
        readonly queue: { readonly id: string } | null;
      };
    }[];
  };
  readonly sources: readonly { readonly id: string; readonly name: string }[];
}

async function explore({ url, store }: World): Promise<Pick<Stage, "pool" | "changeCursors">> {
  const { callbacks, sources } = await ask<Explored>(
    url,
    `{
      callbacks(first: 100) {
        changeCursor
        pageInfo { startCursor endCursor }
        edges { cursor node { id vendorId customer { contactId } routing { queueId campaignId } assignment { agent { id } } queue { id } } }
      }
      sources { id name }
    }`,
  );
  const nodes = callbacks.edges.map(({ node }) => node);
  const agents = new Set(nodes.flatMap(({ assignment }) => assignment?.agent?.id ?? []));
  const queues = new Set(nodes.flatMap(({ queue }) => queue?.id ?? []));
  const { last } = await store.logBounds();
  // Rarely all of the log: each event is executed for itself.
  const changeCursors = [0, ...[2, 3, 4, 5, 2, 3, 4, 5].map((behind) => last - behind)].map(encodeChangeCursor);
  const isText = (text: string | null): text is string => text !== null;
  return {
    changeCursors,
    pool: {
      ids: [
        ...nodes.map(({ id }) => id),
        ...agents,
        ...agents,
        ...queues,
        ...sources.map(({ id }) => id),
        encodeId("Callback", "talkdesk", "nobody"),
        encodeId("Agent", "webex", "nobody"),
        encodeId("AgentAction", "webex", "nothing"),
      ],
      callbackIds: [...nodes.map(({ id }) => id), encodeId("Callback", "talkdesk", "nobody")],
      agentIds: [...agents, encodeId("Agent", "webex", "nobody")],
      queueIds: [...queues],
      sources: sources.map(({ name }) => name),
      cursors: [...callbacks.edges.map(({ cursor }) => cursor), callbacks.changeCursor, ...changeCursors],
      phoneNumbers: PHONE_NUMBERS,
      vendorIds: [
        ...CUSTOMERS,
        ...nodes.flatMap(({ vendorId, customer, routing }) =>
          [vendorId, customer.contactId, routing.queueId, routing.campaignId].filter(isText),
        ),
      ],
    },
  };
}
