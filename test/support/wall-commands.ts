import type { Page } from "playwright-core";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";

const HOUR = 3_600_000;

/** Adds waiting callbacks with numbered names, a minute apart; returns their ids. */
export function addNumbered(vendor: FakeVendor, name: string, count: number): readonly string[] {
  const start = Math.ceil(Date.now() / HOUR) * HOUR + 3 * HOUR;
  return Array.from({ length: count }, (_, place) =>
    vendor.add({
      phoneNumber: `+1415555${name.length}08${place}`,
      start: start + place * 60_000,
      name: `${name} ${place}`,
    }),
  );
}

/** The vendor's rejection of every command for one of its callbacks. */
export function rejectionOf(id: string): FakeVendor["fault"] {
  return { kind: "status", status: 400, match: ({ method, path }) => method !== "GET" && path.includes(id) };
}

/** The input of a bulk mutation. */
export interface SentCommand {
  readonly ids: readonly string[];
  readonly agentId?: string;
  readonly idempotencyKey: string;
}

/** The inputs of the mutations with this name that the page sends from now on. */
export function recordCommands(page: Page, operationName: string): readonly SentCommand[] {
  const sent: SentCommand[] = [];
  page.on("request", (request) => {
    const body = request.postDataJSON() as {
      readonly operationName?: string;
      readonly variables?: { readonly input?: SentCommand };
    } | null;
    if (body?.operationName === operationName && body.variables?.input !== undefined) sent.push(body.variables.input);
  });
  return sent;
}
