import { GatewayError } from "../callback/errors.js";
import { openPostgresStore } from "./postgres/postgres.js";
import { openSqliteStore } from "./sqlite/sqlite.js";
import type { Store } from "./store.js";

/** Where the store is: a database's URL, or a directory for the embedded one. */
export interface StoreSettings {
  readonly databaseUrl: string | null;
  readonly dataDirectory: string;
  /** How the database is used; of no meaning to the embedded store. */
  readonly database: { readonly connections: number; readonly statementTimeoutMs: number };
}

const openDatabase = ({ databaseUrl, database }: StoreSettings): Promise<Store> =>
  openPostgresStore({ url: databaseUrl ?? "", ...database });

/** The engines, by how their URL begins. The embedded one needs no URL. */
const ENGINES: Readonly<Record<string, (settings: StoreSettings) => Promise<Store>>> = {
  "": ({ dataDirectory }) => openSqliteStore(dataDirectory),
  postgres: openDatabase,
  postgresql: openDatabase,
};

/** Opens the store that the settings name. Rejects with STORE_UNAVAILABLE where it cannot be opened. */
export async function openStore(settings: StoreSettings): Promise<Store> {
  const scheme = settings.databaseUrl?.split(":")[0] ?? "";
  const open = ENGINES[scheme];
  if (open === undefined) {
    const known = Object.keys(ENGINES).filter((name) => name !== "");
    const message = `DATABASE_URL begins with ${scheme}:, which has no engine: expected one of ${known.join(", ")}`;
    throw new GatewayError("STORE_UNAVAILABLE", message);
  }
  return open(settings);
}
