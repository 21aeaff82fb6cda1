import type { Logger } from "pino";
import type { Clock, DurationMs } from "../callback/instant.js";
import { questionKey, type Question } from "../callback/question.js";
import type { Store } from "../stores/store.js";
import type { Refresher, Wanted } from "./refresher.js";
import type { Source } from "./source.js";

export interface PollerOptions {
  readonly refresher: Refresher;
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How often callbacks that are due soon are looked at. */
  readonly nearMs: DurationMs;
  /** How often everything is looked at. */
  readonly farMs: DurationMs;
  /** How long before its window a callback is due soon. */
  readonly nearWindowMs: DurationMs;
}

/** As long as it takes: a round waits for its own calls, and each of those has a deadline. */
const NO_HURRY = 2_147_483_647;

/** Looks at one source until it is aborted: at what is due soon often, at everything now and then. A failed round is only a round. */
export async function pollSource(source: Source, options: PollerOptions, signal: AbortSignal): Promise<void> {
  const { refresher, logger, nearMs, farMs } = options;
  const { name } = source.description;
  const look = async (wanted: Wanted, everyMs: DurationMs): Promise<boolean> => {
    // Half the interval: what a client has just asked for need not be asked again.
    const { freshness } = await refresher.refresh(name, wanted, {
      maxStalenessMs: everyMs / 2,
      waitMs: NO_HURRY,
      client: { signal },
      priority: "upkeep",
    });
    return freshness === "FRESH";
  };
  let lookedAtAll = Number.NEGATIVE_INFINITY;
  let isFirst = true;
  while (!signal.aborted) {
    try {
      if (performance.now() - lookedAtAll >= farMs) {
        const startedAt = performance.now();
        if (await look("everything", farMs)) {
          if (isFirst)
            logger.info({ source: name, tookMs: Math.round(performance.now() - startedAt) }, "first look completed");
          isFirst = false;
        }
        lookedAtAll = startedAt;
      } else {
        await lookNear(source, options, look);
      }
    } catch (error) {
      logger.error({ source: name, err: error }, "a round of upkeep failed");
    }
    await pause(Math.min(nearMs, farMs), signal);
  }
}

async function lookNear(
  { description, adapter }: Source,
  { store, clock, nearMs, nearWindowMs }: PollerOptions,
  look: (wanted: Wanted, everyMs: DurationMs) => Promise<boolean>,
): Promise<void> {
  const near = await store.findOpen(description.name, clock() + nearWindowMs);
  if (near.length === 0) return;
  if (adapter.list !== undefined) {
    await look("everything", nearMs);
    return;
  }
  const questions = new Map<string, Question>();
  for (const callback of near) {
    const question = adapter.questionFor(callback);
    if (question !== null) questions.set(questionKey(question), question);
  }
  await look([...questions.values()], nearMs);
}

/** A pause of about so long: a tenth more or less, so that gateways and sources do not march in step. */
function pause(ms: DurationMs, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms * (0.9 + Math.random() * 0.2));
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });
}
