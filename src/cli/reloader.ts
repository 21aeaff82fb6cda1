import type { Logger } from "pino";
import type { Settings } from "../config/config.js";
import { watchSecretFiles } from "../config/secret-files.js";
import type { ReloadApplied, ReloadOutcome } from "../server/ops/control-socket.js";
import { explain } from "./explain.js";

/** Reloads the settings of a gateway. */
export interface Reloader {
  /**
   * Reads the settings again and applies them, after a reload in progress. If they have errors, the previous settings stay
   * in use. Never rejects.
   */
  readonly reload: () => Promise<ReloadOutcome>;
  /** Stops watching the secret files. */
  readonly close: () => void;
}

/** Creates the reloader of a gateway, which also reloads by itself after a secret file has changed. */
export function createReloader(options: {
  readonly gateway: { reload(next: Settings): Promise<ReloadApplied> };
  readonly read: () => Settings;
  readonly logger: Logger;
  /** The settings that the gateway was started with. */
  readonly settings: Settings;
}): Reloader {
  const { gateway, read, logger } = options;
  let { secretFiles } = options.settings;
  let running: Promise<unknown> = Promise.resolve();

  const reloadOnce = async (): Promise<ReloadOutcome> => {
    try {
      const settings = read();
      ({ secretFiles } = settings);
      logger.level = settings.logLevel;
      const reloaded = await gateway.reload(settings);
      const { added, changed, removed, failed, unverified, restart } = reloaded;
      logger.info({ added, changed, removed }, "settings reloaded");
      for (const failure of failed) logger.error(failure, "failed to open source; the previous one stays in use");
      for (const failure of unverified) logger.warn(failure, "source was opened, but its check failed");
      if (restart.length > 0) logger.warn({ settings: restart }, "changed settings require a restart");
      return reloaded;
    } catch (error) {
      const reason = explain(error);
      logger.error({ reason }, "failed to reload settings; previous settings stay in use");
      return { error: reason };
    }
  };
  const reload = (): Promise<ReloadOutcome> => {
    const reloaded = running.then(reloadOnce);
    running = reloaded;
    return reloaded;
  };
  const close = watchSecretFiles({
    files: () => secretFiles,
    onChange(files) {
      logger.info({ files }, "secret files changed; reloading settings");
      void reload();
    },
  });
  return { reload, close };
}
