import type { Logger } from "pino";
import type { Environment, Settings } from "../config/config.js";
import { createGateway, type Gateway } from "../gateway.js";
import {
  serveControl,
  type ControlCommands,
  type GatewayStatus,
  type ReloadOutcome,
} from "../server/ops/control-socket.js";
import { lockStore } from "../stores/registry.js";
import { createLogger } from "../telemetry/logger.js";
import { startExport } from "../telemetry/sdk.js";
import { createReloader } from "./reloader.js";
import type { Shutdown } from "./signals.js";
import { optimiseSooner } from "./v8-flags.js";

export interface ServeContext {
  readonly environment: Environment;
  readonly shutdown: Shutdown;
  /** Called before the gateway starts. */
  readonly startServing: () => void;
  /** Reads the settings again; null if they cannot be reloaded. */
  readonly reload: (() => Settings) | null;
  /** Returns the text that is printed once the gateway serves. */
  readonly readyText: (url: string) => string;
}

/** Serves a gateway until a signal ends it. Rejects if it cannot start. */
export async function serveSettings(settings: Settings, context: ServeContext): Promise<void> {
  const { environment, shutdown, startServing, reload, readyText } = context;
  startServing();
  let reloadSettings: (() => Promise<ReloadOutcome>) | null = null;
  let isReloadDue = false;
  const reloadOnSignal = (): void => {
    if (reloadSettings === null) isReloadDue = true;
    else void reloadSettings();
  };
  if (reload !== null) process.on("SIGHUP", reloadOnSignal);
  const logger = createLogger(settings.logLevel);
  const storeLock = await lockStoreWithControl(settings, logger, () => {
    if (reload === null) return Promise.resolve({ error: "the demo has no settings file that could be read again" });
    return reloadSettings?.() ?? Promise.resolve({ error: "the gateway is starting: try again" });
  });
  const exported = await startExport(environment);
  const gateway = await createGateway(settings, { logger, ...(exported !== null && { exported }) });
  const listening = gateway.listen();
  let stopReloads = (): void => undefined;
  const ended = shutdown.closeOnSignal(async (signal) => {
    // Closing waits until the port is open. If it cannot be opened, the start itself fails.
    await listening.catch(() => undefined);
    stopReloads();
    // After Ctrl+C in a terminal, no load balancer has to notice.
    if (signal === "SIGTERM") await drain(gateway, settings.server.drainMs, logger);
    await gateway.close();
    const isSent = (await exported?.close()) ?? true;
    if (!isSent) logger.warn("failed to export the last traces or metrics; they are lost");
    await storeLock.release();
  });
  const { url } = await listening;
  storeLock.announce(url);
  optimiseSooner();
  if (reload !== null) {
    const reloader = createReloader({ gateway, read: reload, logger, settings });
    stopReloads = reloader.close;
    reloadSettings = reloader.reload;
    if (isReloadDue) void reloadSettings();
  }
  process.stdout.write(readyText(url));
  await ended;
}

/** Reports not ready, and serves until load balancers have noticed. */
async function drain(gateway: Gateway, drainMs: number, logger: Logger): Promise<void> {
  logger.info({ drainMs }, "draining started; not ready, still serving");
  gateway.drain();
  await new Promise((resolve) => setTimeout(resolve, drainMs));
}

/** The lock of a store that this process alone serves. */
interface StoreLock {
  /** Sets the URL that commands in the same directory report. */
  announce(url: string): void;
  release(): Promise<void>;
}

/** Locks the embedded store against other gateways, and serves commands in its directory; a database is shared. */
async function lockStoreWithControl(
  settings: Settings,
  logger: Logger,
  reload: ControlCommands["reload"],
): Promise<StoreLock> {
  const lock = lockStore(settings);
  let url: string | null = null;
  const status = (): GatewayStatus => ({ pid: process.pid, url });
  const control =
    lock !== null
      ? await serveControl(settings.dataDirectory, { status, reload }).catch((error: unknown) => {
          logger.warn({ err: error }, "failed to open control socket; commands cannot reach this process");
          return null;
        })
      : null;
  return {
    announce: (served) => {
      url = served;
    },
    async release() {
      await control?.close();
      lock?.release();
    },
  };
}
