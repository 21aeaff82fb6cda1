// Three tenants of one listing vendor, whose answers are made once and then served from memory: what a measurement of
// a gateway must not be, is one of the vendors.
import { createServer } from "node:http";
import { createTalkdeskFake } from "../../src/adapters/talkdesk/fake.js";
import { MOVING, PER_TENANT, TENANTS } from "./workload.js";

const now = Date.parse("2026-11-21T12:00:00Z");
const fakes = new Map<string, ReturnType<typeof createFilledFake>>(
  TENANTS.map((name, index) => [name, createFilledFake(index)]),
);
const answers = new Map<string, { readonly status: number; readonly body: string }>();

/** Callbacks of which half are to come, spread by the minute, so that a page of the whole is from all tenants. */
function createFilledFake(index: number): ReturnType<typeof createTalkdeskFake> {
  const fake = createTalkdeskFake(() => now, { seed: index + 1, count: 0 });
  for (let count = 0; count < PER_TENANT; count += 1) {
    fake.add({
      phoneNumber: `+1415555${String(count % 10_000).padStart(4, "0")}`,
      start: now + (count * TENANTS.length + index - PER_TENANT) * 60_000,
      timeZone: "America/Chicago",
      name: "Grace Abbott",
    });
  }
  return fake;
}

async function answer(tenant: string, path: string): Promise<{ readonly status: number; readonly body: string }> {
  const fake = fakes.get(tenant);
  if (fake === undefined) return { status: 404, body: "{}" };
  const base = `http://${tenant}`;
  const { auth } = fake.settings(base) as { readonly auth: Readonly<Record<"clientId" | "clientSecret", string>> };
  const basic = Buffer.from(`${auth.clientId}:${auth.clientSecret}`).toString("base64");
  const granted = await fake.handle(
    new Request(`${base}/oauth/token`, {
      method: "POST",
      headers: { authorization: `Basic ${basic}`, "content-type": "application/x-www-form-urlencoded" },
      body: "grant_type=client_credentials&scope=schedule-callbacks:read",
    }),
  );
  const { access_token: token } = (await granted.json()) as { readonly access_token: string };
  const found = await fake.handle(new Request(base + path, { headers: { authorization: `Bearer ${token}` } }));
  return { status: found.status, body: await found.text() };
}

/** A tenant with one callback, which is moved by a minute whenever somebody asks for it. */
const moving = createTalkdeskFake(() => now, { count: 0 });
const movingId = moving.add({ phoneNumber: "+14155550199", start: now, timeZone: "America/Chicago" });
fakes.set(MOVING, moving);
let moves = 0;
function move(): void {
  moves += 1;
  const at = new Date(now + moves * 60_000).toISOString();
  moving.records.set(movingId, { ...moving.records.get(movingId), time_to_call: at });
  for (const url of answers.keys()) if (url.startsWith(`/${MOVING}/`)) answers.delete(url);
}

const server = createServer((request, response) => {
  const url = request.url ?? "/";
  if (url === "/move") {
    move();
    response.end();
    return;
  }
  if (url.startsWith("/hanging/")) return;
  void (async () => {
    const [, tenant = "", ...rest] = url.split("/");
    const known = answers.get(url) ?? (await answer(tenant, `/${rest.join("/")}`));
    answers.set(url, known);
    response.writeHead(known.status, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(known.body),
    });
    response.end(known.body);
  })();
});
server.keepAliveTimeout = 60_000;
server.listen(Number(process.env["PORT"]), "127.0.0.1", () => console.log("ready"));
