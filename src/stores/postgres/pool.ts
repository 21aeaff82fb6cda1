import type { PostgresPool } from "kysely";
import pg from "pg";
import { isUnusable } from "./failure.js";

export interface PoolSettings {
  readonly url: string;
  /** Connections at most. */
  readonly connections: number;
  /** The longest that one statement may take, in milliseconds; 0 is for ever. */
  readonly statementTimeoutMs: number;
  /** Whether the database refuses whatever would change it. Default false. */
  readonly isReadOnly?: boolean;
}

/** Functions that are called before and after the use of each connection. */
export interface PoolHooks {
  /** Called before a connection is used. Where it rejects, the connection is not used, and the user gets the error. */
  readonly prepare?: (client: pg.PoolClient) => Promise<void>;
  /** Called when statements that may have written are done or committed, before their user goes on. */
  readonly onWritten?: () => void;
}

const CONNECT_MS = 5000;
/** A session that hangs in a transaction would have all others wait for its locks. */
const IDLE_IN_TRANSACTION_MS = 10_000;
/** The database ends a statement that takes too long; if not even that response arrives, the driver waits this much longer. */
const GRACE_MS = 2000;

/** Statements that change nothing that is read from replicas: reads, and writes to tables that gateways coordinate by. */
const UNREAD =
  /^\s*(?:select|begin|start|set|commit|rollback|(?:insert into|update|delete from) "?(?:caller_rates|gateways|leases|quotas))\b/iu;

const INT8 = 20;
const NUMERIC = 1700;
/** Counts and positions are parsed as numbers: none comes near 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === INT8 || oid === NUMERIC ? Number : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
};

/** Options of every connection. */
export function connectionConfig(url: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: "ringback",
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    types,
  };
}

/** Connections that are opened when they are needed, and again when they were lost. */
export function createPool(
  { url, connections, statementTimeoutMs, isReadOnly = false }: PoolSettings,
  { prepare, onWritten }: PoolHooks = {},
): PostgresPool {
  const isBounded = statementTimeoutMs > 0;
  const pool = new pg.Pool({
    ...connectionConfig(url),
    max: connections,
    ...(isReadOnly ? { options: "-c default_transaction_read_only=on" } : {}),
    ...(isBounded
      ? {
          statement_timeout: statementTimeoutMs,
          query_timeout: statementTimeoutMs + GRACE_MS,
          idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
        }
      : {}),
  });
  // A connection that breaks, at rest or at work, is replaced by the pool; a statement that waits on it fails by itself.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => {
    client.on("error", () => undefined);
  });
  return {
    async connect() {
      const client = await pool.connect();
      try {
        await prepare?.(client);
      } catch (error) {
        client.release(isUnusable(error));
        throw error;
      }
      let isBroken = false;
      let hasWritten = false;
      const query = async (text: string, parameters: readonly unknown[]): Promise<unknown> => {
        hasWritten ||= !UNREAD.test(text);
        try {
          return await client.query(text, parameters.map(toStorable));
        } catch (error) {
          isBroken ||= isUnusable(error);
          throw error;
        }
      };
      // The cursor of the driver is never used: nothing here reads a stream.
      const release = (): void => {
        client.release(isBroken);
        // Also where it failed: the database may have committed it.
        if (hasWritten) onWritten?.();
      };
      return { query: query as never, release };
    },
    end: () => pool.end(),
  };
}

/** The engine keeps no NUL, and a vendor may send one. What JSON holds is escaped already. */
function toStorable(parameter: unknown): unknown {
  return typeof parameter === "string" ? parameter.replaceAll("\0", "\uFFFD") : parameter;
}
