import type { DurationMs } from "../domain/time/instant.js";
import type { Timer } from "../domain/time/timer.js";
import type { StoredCallback } from "../domain/query.js";
import type { Written } from "../adapters/adapter.js";
import { agentActionJob } from "./agent-action-job.js";
import type { CallbackOutcome, CommandService } from "./commands.js";
import { createCommandRunner } from "./command-runner.js";
import { cancelJob, rescheduleJob } from "./change-job.js";
import type { Job, Settled } from "./job.js";
import { createCommandContext, type CommandContextOptions } from "./command-context.js";
import { scheduleJob } from "./schedule-job.js";

export interface CommandServiceOptions extends CommandContextOptions {
  /** How long after its beginning a write whose answer was lost may still be under way somewhere. */
  readonly settleMs: DurationMs;
  readonly timer: Timer;
}

/** Returns the command service of this process. */
export function createCommandService(options: CommandServiceOptions): CommandService {
  const context = createCommandContext(options);
  const { store, recorder } = options;
  const commandRunner = createCommandRunner({ ...options, context });
  const stopListening = recorder.onRecord((source, observations) => commandRunner.recognize(source, observations));
  const mutex = createKeyedMutex();

  const toOutcome = async (source: string, settled: Settled, about: string | null): Promise<CallbackOutcome> => {
    const vendorId = settled.vendorId ?? about;
    const [callback = null]: readonly (StoredCallback | null)[] =
      vendorId === null ? [] : await store.find([{ source, vendorId }]);
    return { source, callback, receipt: settled.receipt, errors: settled.errors };
  };
  const change = async (job: Job<Written>, vendorId: string): Promise<CallbackOutcome> => {
    // One at a time for each callback: what is read to be written back must not be overtaken from within.
    const settled = await mutex.take(`${job.source}:${vendorId}`, () => commandRunner.perform(job));
    return toOutcome(job.source, settled, vendorId);
  };

  return {
    async schedule(request) {
      return toOutcome(request.source, await commandRunner.perform(scheduleJob(context, request)), null);
    },
    reschedule: (request) => change(rescheduleJob(context, request), request.callback.vendorId),
    cancel: (request) => change(cancelJob(context, request), request.callback.vendorId),
    async recordAgentAction(request) {
      const { source } = request.agent;
      const settled = await commandRunner.perform(agentActionJob(context, request));
      const action = settled.localId === null ? null : await store.findAgentAction(source, settled.localId);
      return { source, action, receipt: settled.receipt, errors: settled.errors };
    },
    reconcile: (signal) => commandRunner.reconcile(signal),
    async close() {
      await commandRunner.close();
      stopListening();
    },
  };
}

interface KeyedMutex {
  /** Runs when everything of this name that came before has ended, however it did. */
  take<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

function createKeyedMutex(): KeyedMutex {
  const last = new Map<string, Promise<unknown>>();
  return {
    take(name, work) {
      const turn = (last.get(name) ?? Promise.resolve()).then(work, work);
      last.set(name, turn);
      const end = (): void => {
        if (last.get(name) === turn) last.delete(name);
      };
      turn.then(end, end);
      return turn;
    },
  };
}
