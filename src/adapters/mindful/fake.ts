import type { Clock } from "../../domain/time/instant.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../../lib/json.js";
import { namesOf } from "../fake/directory.js";
import type { FakeOptions, FakeRequest, FakeVendor } from "../fake/fake.js";
import { createRandom } from "../fake/random.js";
import { createFaultInjector } from "../fake/fault-injection.js";
import { DEMO_COUNT } from "../fake/world.js";
import { createMindfulFakeApi, MINDFUL_FAKE_CLIENT, MINDFUL_FAKE_TOKEN_PATH } from "./fake-history.js";
import { createMindfulFakeWebhook } from "./fake-webhook.js";
import { createMindfulWorld } from "./fake-world.js";
import { cancelAtMindfulFake, createMindfulFakeWidget, mindfulContactOf, MINDFUL_FAKE_WIDGET } from "./fake-writes.js";
import { MINDFUL_STATUSES } from "./status.js";
import { MINDFUL_FAKE_TARGETS } from "./fake-targets.js";

const ORGANIZATION = "562a519b54f83b56";
const TOKEN = "demo-token";
const WEBHOOK_SECRET = "mindful-fake-webhook-secret";
const PATH = /^\/api\/organization\/([^/]+)\/(callback_status|cancel_callback)$/u;
const WIDGET_PATH = `/api/widget/${MINDFUL_FAKE_WIDGET}`;

/**
 * A fake of the Mindful Scheduler and API v2 after their documentation: one query by number, with strings in the response, and
 * the history by the hour. Two details are guesses, because they are not documented: numbers are compared exactly, and the bodies of rejections.
 */
export function createMindfulFake(clock: Clock, options: FakeOptions = {}): FakeVendor {
  const { seed = 1, count = DEMO_COUNT } = options;
  const world = createMindfulWorld(createRandom(seed), clock(), count);
  const { callbacks } = world;

  const update = (vendorId: string, fields: JsonObject): void => {
    const record = callbacks.get(vendorId);
    if (record === undefined) throw new Error(`There is no callback ${vendorId}.`);
    callbacks.set(vendorId, { ...record, ...fields });
  };

  const widget = createMindfulFakeWidget(world, clock);

  const api = createMindfulFakeApi(world.history, clock);

  const respondTo = (request: FakeRequest, url: URL): Response => {
    const ofApi = api.respond(request, url);
    if (ofApi !== null) return ofApi;
    const { method, headers, body } = request;
    const [, organization, query] = PATH.exec(url.pathname) ?? [];
    const isRequest = url.pathname === `${WIDGET_PATH}/request_callback`;
    if (isRequest || url.pathname === WIDGET_PATH) {
      return headers["authorization"] === TOKEN ? widget(request, isRequest) : refuse(401, "Unauthorized");
    }
    if (organization !== ORGANIZATION) return refuse(404, "NotFound");
    if (method !== "POST") return refuse(405, "MethodNotAllowed");
    if (headers["authorization"] !== TOKEN) return refuse(401, "Unauthorized");
    const sent = parse(body);
    const number = isJsonObject(sent) ? sent["contact_number"] : null;
    if (typeof number !== "string" || number === "") return refuse(400, "ContactRequired");
    if (query === "cancel_callback") return cancelAtMindfulFake(world, number, clock());
    return Response.json({ data: [...callbacks.values()].filter((record) => mindfulContactOf(record) === number) });
  };

  return Object.assign(
    createFaultInjector(respondTo, { clock, ...options, tokenPath: MINDFUL_FAKE_TOKEN_PATH, isCounted: isOfScheduler }),
    {
      records: callbacks,
      vendorStatuses: MINDFUL_STATUSES,
      tokenLifeMs: null,
      webhook: createMindfulFakeWebhook(callbacks, WEBHOOK_SECRET),
      add(callback: Parameters<FakeVendor["add"]>[0]) {
        const id = world.add(callback);
        if (callback.vendorStatus !== undefined) update(id, { status: callback.vendorStatus });
        return id;
      },
      setVendorStatus: (vendorId: string, vendorStatus: string) => update(vendorId, { status: vendorStatus }),
      corrupt: (vendorId: string) => update(vendorId, { estimated_for: { corrupted: true } }),
      // The Scheduler's token is a part of the settings: nothing grants another.
      revokeTokens: () => api.revoke(),
      settings: (baseUrl: string) => ({
        baseUrl,
        organizationId: ORGANIZATION,
        widgetId: MINDFUL_FAKE_WIDGET,
        token: TOKEN,
        defaultRegion: "US",
        api: {
          baseUrl,
          auth: { ...MINDFUL_FAKE_CLIENT, tokenUrl: baseUrl + MINDFUL_FAKE_TOKEN_PATH },
          // The demo begins with callbacks of the last eight hours.
          lookBackHours: 12,
        },
        names: { queues: namesOf(MINDFUL_FAKE_TARGETS) },
        webhook: { secret: WEBHOOK_SECRET },
        watch: { phoneNumbers: [...new Set([...callbacks.values()].map(mindfulContactOf))] },
      }),
      advance: (now: number) => world.advance(now),
    },
  );
}

/** The API v2 allows 100 requests per second, more than are sent. */
function isOfScheduler({ pathname }: URL): boolean {
  return !pathname.startsWith("/v2/");
}

function refuse(status: number, vendorStatus: string): Response {
  return Response.json({ status: vendorStatus }, { status });
}

function parse(body: string): JsonValue {
  try {
    return JSON.parse(body) as JsonValue;
  } catch {
    return null;
  }
}
