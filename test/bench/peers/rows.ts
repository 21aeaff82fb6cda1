// What the hand-written peers share: three vendor calls, one mapping, one merge. As little work as the answer allows.
import { Pool } from "undici";
import { TENANTS } from "../workload.js";

export interface Row {
  readonly id: string;
  readonly vendorId: string;
  readonly vendor: string;
  readonly status: string;
  readonly vendorStatus: string;
  readonly isOpen: boolean;
  readonly nextAttemptAt: string | null;
  readonly window: { readonly start: string } | null;
  readonly customer: { readonly name: string | null; readonly phoneNumber: string };
}

interface WireRow {
  readonly callback_id: string;
  readonly status: string;
  readonly phone_number: string;
  readonly time_to_call: string | null;
  readonly next_time_to_call: string | null;
  readonly record_first_name: string | null;
  readonly record_last_name: string | null;
}

const STATUSES: Readonly<Record<string, string>> = {
  UNATTEMPTED: "SCHEDULED",
  TO_BE_RETRIED: "RETRYING",
  SUCCESS: "COMPLETED",
  EXHAUSTED: "FAILED",
  INVALID_NUMBER: "FAILED",
  CANCELED: "CANCELED",
};

const pool = new Pool(process.env["VENDORS"] ?? "", { connections: 64 });

export type Fetcher = (path: string) => Promise<unknown>;
/** The quickest client there is, and the one that people take. */
export const byPool: Fetcher = async (path) => (await pool.request({ path, method: "GET" })).body.json();
export const byFetch: Fetcher = async (path) => (await fetch((process.env["VENDORS"] ?? "") + path)).json();

const toInstant = (text: string | null): string | null => (text === null ? null : new Date(text).toISOString());

function toRow(source: string, wire: WireRow): Row {
  const status = STATUSES[wire.status] ?? "UNKNOWN";
  const start = toInstant(wire.time_to_call);
  return {
    id: Buffer.from(`Callback:${source}:${wire.callback_id}`).toString("base64url"),
    vendorId: wire.callback_id,
    vendor: "TALKDESK",
    status,
    vendorStatus: wire.status,
    isOpen: status === "SCHEDULED" || status === "RETRYING",
    nextAttemptAt: toInstant(wire.next_time_to_call),
    window: start === null ? null : { start },
    customer: {
      name: [wire.record_first_name, wire.record_last_name].filter(Boolean).join(" ") || null,
      phoneNumber: wire.phone_number,
    },
  };
}

export interface Filter {
  readonly window?: { readonly from?: string | Date } | null;
}

async function page(fetcher: Fetcher, tenant: string, filter = ""): Promise<readonly Row[]> {
  const found = (await fetcher(`/${tenant}/schedule-callbacks?page=1&per_page=50&${filter}`)) as {
    readonly _embedded: { readonly callbacks: readonly WireRow[] };
  };
  return found._embedded.callbacks.map((row) => toRow(tenant, row));
}

const startOf = (row: Row): string => row.window?.start ?? "";
const byStart = (left: Row, right: Row): number => (startOf(left) < startOf(right) ? -1 : 1);

/** The first of three pages, merged. */
export async function list(fetcher: Fetcher, first: number, filter: Filter | null): Promise<readonly Row[]> {
  const pages = await Promise.all(TENANTS.map((tenant) => page(fetcher, tenant)));
  const from = new Date(filter?.window?.from ?? 0).toISOString();
  const isMeant = (row: Row): boolean => row.window !== null && row.window.start >= from;
  return pages.flat().filter(isMeant).sort(byStart).slice(0, first);
}

/** The same, each with its customer's others: every vendor is asked once for each number. */
export async function listWithOthers(
  fetcher: Fetcher,
  first: number,
  filter: Filter | null,
): Promise<readonly object[]> {
  const rows = await list(fetcher, first, filter);
  const byNumber = new Map<string, Promise<readonly Row[]>>();
  const allOf = async (phoneNumber: string): Promise<readonly Row[]> => {
    const pages = await Promise.all(
      TENANTS.map((tenant) => page(fetcher, tenant, `phone_number=${encodeURIComponent(phoneNumber)}`)),
    );
    return pages.flat().sort(byStart);
  };
  return Promise.all(
    rows.map(async ({ id, customer: { phoneNumber } }) => {
      const known = byNumber.get(phoneNumber) ?? allOf(phoneNumber);
      byNumber.set(phoneNumber, known);
      const others = (await known).filter((row) => row.id !== id).slice(0, 5);
      return { id, customer: { callbacks: { nodes: others.map((row) => ({ id: row.id, status: row.status })) } } };
    }),
  );
}

export const SDL = `
  type Query { callbacks(first: Int!, filter: CallbackFilter): CallbackConnection! }
  input CallbackFilter { window: DateTimeRange }
  input DateTimeRange { from: String }
  type CallbackConnection { nodes: [Callback!]! }
  type Callback {
    id: ID! vendorId: String! vendor: String! status: String! vendorStatus: String isOpen: Boolean!
    nextAttemptAt: String window: Window customer: Customer!
  }
  type Window { start: String! }
  type Customer { name: String phoneNumber: String }
`;
export interface ListArgs {
  readonly first: number;
  readonly filter?: Filter | null;
}
export const resolversBy = (fetcher: Fetcher) => ({
  Query: {
    callbacks: async (_: unknown, { first, filter }: ListArgs) => ({
      nodes: await list(fetcher, first, filter ?? null),
    }),
  },
});
