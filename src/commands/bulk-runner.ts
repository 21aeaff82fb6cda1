import pLimit, { type LimitFunction } from "p-limit";
import type { CallbackKey } from "../domain/change/observation.js";
import { MOST_CALLBACKS } from "../domain/command.js";
import { GatewayError } from "../domain/errors.js";
import type { DurationMs } from "../domain/time/instant.js";
import { userError, type UserError, type UserErrorCode } from "../domain/user-error.js";
import type { SourceRegistry } from "../sync/source-registry.js";
import type { BulkOutcome, BulkRequest, CallbackOutcome } from "./commands.js";
import { checkKey } from "./idempotency-key.js";
import { digestOf } from "./subject.js";

/** Executes the commands of bulk mutations, a few at a time for each source. */
export interface BulkRunner {
  /** As `CommandService.executeAll`. Rejects for unexpected errors alone, after all commands have ended. */
  run(request: BulkRequest): Promise<BulkOutcome>;
  /** Waits for the commands in progress. Commands that have not begun are not executed. */
  close(): Promise<void>;
}

export interface BulkRunnerOptions {
  readonly sources: Pick<SourceRegistry, "find">;
  readonly operationTimeoutMs: DurationMs;
}

/** Commands of bulk mutations that one source executes at a time: the rest of its quota remains for single ones. */
const MOST_AT_ONCE = 5;
/** The part of an operation's time limit that a bulk mutation waits: the rest is for its response. */
const WAITED_SHARE = 0.8;

/** Creates the runner of this process. A slow source holds up its own commands only. */
export function createBulkRunner({ sources, operationTimeoutMs }: BulkRunnerOptions): BulkRunner {
  /** By the names of sources that exist, or existed. */
  const limits = new Map<string, LimitFunction>();
  const inProgress = new Set<Promise<unknown>>();
  let isClosing = false;

  const execute = async (request: BulkRequest, callback: CallbackKey): Promise<CallbackOutcome> => {
    const { source } = callback;
    if (isClosing) return failure(source, "VENDOR_UNAVAILABLE", STOPPING);
    try {
      return await request.execute(callback, keyOf(request.idempotencyKey, callback));
    } catch (error) {
      if (!(error instanceof GatewayError) || error.code !== "STORE_UNAVAILABLE") throw error;
      return failure(source, "AMBIGUOUS", `${error.message}: repeat the command with the same key`);
    }
  };
  const limitOf = (source: string): LimitFunction | null => {
    if (sources.find(source) === undefined) return null;
    const limit = limits.get(source) ?? pLimit(MOST_AT_ONCE);
    limits.set(source, limit);
    return limit;
  };
  /** Executes a command once few enough others of its source are in progress. A source that does not exist rejects it at once. */
  const start = (request: BulkRequest, callback: CallbackKey): Promise<CallbackOutcome> => {
    const limit = limitOf(callback.source);
    const outcome = limit === null ? execute(request, callback) : limit(() => execute(request, callback));
    inProgress.add(outcome);
    const end = (): void => void inProgress.delete(outcome);
    outcome.then(end, end);
    return outcome;
  };

  return {
    async run(request) {
      const errors = checkRequest(request);
      if (errors.length > 0) return { outcomes: [], errors };
      const late = startDeadline(operationTimeoutMs * WAITED_SHARE);
      const outcomes = request.callbacks.map((callback) => {
        if ("code" in callback) return Promise.resolve(rejected("", callback));
        const { source } = callback;
        return Promise.race([
          start(request, callback),
          late.passed.then(() => failure(source, "AMBIGUOUS", CONTINUES)),
        ]);
      });
      try {
        await Promise.allSettled(outcomes);
        return { outcomes: await Promise.all(outcomes), errors };
      } finally {
        late.cancel();
      }
    },
    async close() {
      isClosing = true;
      await Promise.allSettled(inProgress);
    },
  };
}

function checkRequest({ callbacks: { length }, idempotencyKey }: BulkRequest): UserError[] {
  const message = `ids must contain 1 to ${MOST_CALLBACKS} ids, but contains ${length}`;
  return [
    ...(length === 0 || length > MOST_CALLBACKS ? [userError("INVALID_INPUT", message, "ids")] : []),
    ...checkKey(idempotencyKey),
  ];
}

/** The key of one command. It does not depend on the other callbacks: repeated with others, it executes each once. */
function keyOf(key: string, { source, vendorId }: CallbackKey): string {
  return digestOf(["bulk", key, source, vendorId]);
}

const STOPPING = "the command was not sent, because the gateway is stopping: repeat it with the same key";
const CONTINUES =
  "the command is in progress, or waits for others of its source, and continues: repeat it with the same key to get its " +
  "outcome";

function failure(source: string, code: UserErrorCode, message: string): CallbackOutcome {
  return rejected(source, userError(code, message));
}

function rejected(source: string, error: UserError): CallbackOutcome {
  return { source, callback: null, receipt: null, errors: [error] };
}

function startDeadline(ms: DurationMs): { readonly passed: Promise<void>; cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return { passed, cancel: () => clearTimeout(timer) };
}
