import { sql, type Kysely } from "kysely";
import pg from "pg";
import type { Sharing } from "../sql/engine.js";
import type { Tables } from "../sql/schema/tables.js";
import { connectionConfig } from "./pool.js";
import { CHANNEL } from "./locks.js";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/**
 * Listens to the notifications of other gateways, on a connection of its own. A lost connection is opened again, and then
 * notifies once, because notifications may have been lost meanwhile. Resolves when it listens, or has to try again.
 */
export async function listenToNotifications(
  url: string,
  gatewayId: string,
): Promise<Pick<Sharing, "onChanges" | "onNames" | "notifyNames" | "close">> {
  const listeners = new Set<() => void>();
  const nameListeners = new Set<(source: string | null) => void>();
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let isClosed = false;

  const ring = (): void => {
    for (const listener of listeners) listener();
  };

  const noteNames = (source: string | null): void => {
    for (const listener of nameListeners) listener(source);
  };

  const open = async (): Promise<void> => {
    const opened = new pg.Client(connectionConfig(url));
    client = opened;
    opened.on("error", () => undefined);
    opened.on("end", () => {
      if (isClosed || client !== opened) return;
      client = null;
      timer = setTimeout(start, pauseMs * (0.5 + Math.random()));
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    });
    opened.on("notification", ({ payload }) => {
      // The gateway that appended the changes has notified its own listeners already.
      const [sender, , namesOf] = (payload ?? "").split(" ");
      if (sender === gatewayId) return;
      if (namesOf === undefined) ring();
      else noteNames(namesOf);
    });
    await opened.connect();
    await opened.query(`listen ${CHANNEL}`);
    pauseMs = FIRST_PAUSE_MS;
    ring();
    noteNames(null);
  };
  let opening: Promise<void> = Promise.resolve();
  const start = (): void => {
    opening = open().catch(async () => {
      // Its end is what starts the next attempt.
      await client?.end();
    });
  };
  start();
  await opening;

  return {
    onChanges(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onNames(listener) {
      nameListeners.add(listener);
      return () => nameListeners.delete(listener);
    },
    async notifyNames(transaction: Kysely<Tables>, source) {
      await sql`select pg_notify(${CHANNEL}, ${`${gatewayId} names ${source}`})`.execute(transaction);
    },
    async close() {
      isClosed = true;
      clearTimeout(timer);
      listeners.clear();
      nameListeners.clear();
      await opening;
      await client?.end();
    },
  };
}
