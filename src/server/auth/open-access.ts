import type { Logger } from "pino";
import { isLoopback, type AuthSettings } from "./auth-settings.js";

/** Logs at startup that requests need no authentication, if they need none. */
export function logOpenAccess(auth: AuthSettings | null, host: string, logger: Logger): void {
  if (auth !== null && auth !== "none") return;
  if (isLoopback(host)) {
    logger.info("no authentication; only requests from this machine are accepted, with full access");
  } else {
    logger.warn("authentication is off (auth: none); every client has full access");
  }
}
