// One caller that asks for as much as it can, in a process of its own: one kind of abuse a message, how it went the answer.
import { Pool } from "undici";
import { WebSocket } from "ws";

export type Abuse =
  | "1,000 documents with a comment of 1 MB"
  | "400 subscriptions with an unused variable of 1 MB"
  | "400 event streams with an unused variable of 1 MB"
  | "400 subscriptions with all that they may hold"
  | "6,000 queries on one socket"
  | "5,000 different documents"
  | "200 documents with long unknown names";

export interface AbuseRun {
  readonly url: string;
  readonly key: string;
  readonly abuse: Abuse;
}

export interface AbuseResult {
  readonly sent: number;
  readonly refused: number;
  readonly seconds: number;
}

const MEGABYTE = "x".repeat(1_000_000);
const LONGEST = "x".repeat(199_000);
const CHANGES = "subscription { callbackChanged { cursor } }";
const FIELDS = "id status isOpen isOverdue vendorStatus reason dueAt customer { name } source { name }";
const AT_ONCE = 64;

type Attack = (run: AbuseRun) => Promise<{ readonly sent: number; readonly refused: number }>;

/** Sockets and streams that stay open until the next run. */
const open: { close(): unknown }[] = [];
/** No two runs send the same. */
let round = 0;

const ATTACKS: Readonly<Record<Abuse, Attack>> = {
  "1,000 documents with a comment of 1 MB": (run) =>
    post(run, 1000, (index) => ({ query: `{ a${index}: __typename } #${MEGABYTE}` })),
  "400 subscriptions with an unused variable of 1 MB": (run) =>
    subscribe(run, 400, () => ({ query: CHANGES, variables: { unused: MEGABYTE } })),
  "400 event streams with an unused variable of 1 MB": (run) =>
    stream(run, 400, () => ({ query: CHANGES, variables: { unused: MEGABYTE } })),
  "400 subscriptions with all that they may hold": (run) =>
    subscribe(run, 400, (index) => ({
      query: `subscription ($f: CallbackFilter) { callbackChanged(filter: $f) { a${index}: cursor } } #${LONGEST.slice(200)}`,
      variables: { f: { contactId: LONGEST.slice(index) } },
    })),
  "6,000 queries on one socket": (run) =>
    queries(run, 6000, (index) => ({
      query: `query ($n: Int) { callbacks(first: $n) { nodes { ${FIELDS} } totalCount } }`,
      variables: { n: 50 + (index % 50) },
    })),
  "5,000 different documents": (run) =>
    post(run, 5000, (index) => ({
      query: `query Q${round}x${index} { callbacks(first: 1) { nodes { ${many(50, () => FIELDS)} } } }`,
    })),
  "200 documents with long unknown names": (run) =>
    post(run, 200, (index) => ({
      query: `{ callbacks { nodes { ${many(150, (part) => `vendorStatusOfTheCallbackOf${round}x${index}y${part}`)} } } }`,
    })),
};

function many(count: number, write: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => write(index)).join(" ");
}

/** As many at once as one process can have. */
async function post({ url, key }: AbuseRun, count: number, make: (index: number) => object) {
  const pool = new Pool(url, { connections: AT_ONCE });
  const headers = { "content-type": "application/json", "x-api-key": key };
  let [next, refused] = [0, 0];
  const ask = async (): Promise<void> => {
    while (next < count) {
      const body = JSON.stringify(make(next++));
      const answer = await pool.request({ path: "/graphql", method: "POST", headers, body });
      if ((await answer.body.text()).startsWith('{"errors"')) refused += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  await pool.close();
  return { sent: count, refused };
}

async function connect({ url, key }: AbuseRun): Promise<WebSocket> {
  const headers = { "x-api-key": key };
  const socket = new WebSocket(`${url.replace("http", "ws")}/graphql`, "graphql-transport-ws", { headers });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  socket.send(JSON.stringify({ type: "connection_init" }));
  await new Promise((resolve) => socket.once("message", resolve));
  return socket;
}

/** All messages at once; resolves when each was answered. */
async function queries(run: AbuseRun, count: number, make: (index: number) => object) {
  const socket = await connect(run);
  let [answered, refused] = [0, 0];
  await new Promise<void>((resolve, reject) => {
    socket.once("close", (code) => reject(new Error(`closed with ${code}`)));
    socket.on("message", (bytes: Buffer) => {
      const isRefused = bytes.includes('"type":"error"');
      if (!isRefused && !bytes.includes('"type":"complete"')) return;
      answered += 1;
      if (isRefused) refused += 1;
      if (answered === count) resolve();
    });
    for (let index = 0; index < count; index += 1) {
      socket.send(JSON.stringify({ id: `${index}`, type: "subscribe", payload: make(index) }));
    }
  });
  socket.removeAllListeners("close").close();
  return { sent: count, refused };
}

/** Subscriptions that stay open; a query behind them tells that all have begun, or were refused. */
async function subscribe(run: AbuseRun, count: number, make: (index: number) => object) {
  const socket = await connect(run);
  open.push(socket);
  let refused = 0;
  const begun = new Promise<void>((resolve) => {
    socket.on("message", (bytes: Buffer) => {
      if (bytes.includes('"type":"error"')) refused += 1;
      if (bytes.includes('"id":"last","type":"complete"')) resolve();
    });
  });
  const send = (id: string, payload: object): Promise<unknown> =>
    new Promise((resolve) => socket.send(JSON.stringify({ id, type: "subscribe", payload }), resolve));
  for (let index = 0; index < count; index += 1) await send(`${index}`, make(index));
  await send("last", { query: "{ __typename }" });
  await begun;
  return { sent: count, refused };
}

async function stream({ url, key }: AbuseRun, count: number, make: (index: number) => object) {
  const headers = { "content-type": "application/json", accept: "text/event-stream", "x-api-key": key };
  const pool = new Pool(url, { connections: count });
  open.push({ close: () => pool.destroy() });
  for (let index = 0; index < count; index += 1) {
    const { body } = await pool.request({
      path: "/graphql",
      method: "POST",
      headers,
      body: JSON.stringify(make(index)),
    });
    body.on("error", () => undefined).resume();
  }
  return { sent: count, refused: 0 };
}

async function attack(run: AbuseRun): Promise<AbuseResult> {
  for (const one of open.splice(0)) one.close();
  round += 1;
  const startedAt = performance.now();
  const counts = await ATTACKS[run.abuse](run);
  return { ...counts, seconds: (performance.now() - startedAt) / 1000 };
}

process.on("message", (run: AbuseRun) => {
  void attack(run).then((result) => process.send?.(result));
});
