import pg from "pg";
import type { Sharing } from "../sql/engine.js";
import { connectionConfig } from "./pool.js";
import { CHANNEL } from "./locks.js";

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5000;

/**
 * Listens to the rings of other gateways, on a connection of its own. Lost, it is opened again, and rings once then:
 * what was rung meanwhile was not heard. Resolves when it listens, or has to try again.
 */
export async function listenToNotifications(
  url: string,
  gatewayId: string,
): Promise<Pick<Sharing, "onChanges" | "close">> {
  const listeners = new Set<() => void>();
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let isClosed = false;

  const ring = (): void => {
    for (const listener of listeners) listener();
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
      if (payload !== gatewayId) ring();
    });
    await opened.connect();
    await opened.query(`listen ${CHANNEL}`);
    pauseMs = FIRST_PAUSE_MS;
    ring();
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
    async close() {
      isClosed = true;
      clearTimeout(timer);
      listeners.clear();
      await opening;
      await client?.end();
    },
  };
}
