import type { DurationMs } from "../domain/time/instant.js";
import type { Timer } from "../domain/time/timer.js";
import { textOfKey } from "../domain/change/observation.js";
import type { StoredCallback } from "../domain/query.js";
import type { Written } from "../adapters/adapter.js";
import { agentActionJob } from "./agent-action-job.js";
import { createBulkRunner } from "./bulk-runner.js";
import type { CallbackOutcome, CommandService } from "./commands.js";
import { CommandRunner } from "./command-runner.js";
import { cancelJob, reassignJob, rescheduleJob } from "./change-job.js";
import type { CommandResult, Job } from "./job.js";
import { createCommandContext, type CommandContextOptions } from "./command-context.js";
import { scheduleJob } from "./schedule-job.js";

export interface CommandServiceOptions extends CommandContextOptions {
  /** How long after its start a write whose response was lost may still be in progress. */
  readonly maxInFlightMs: DurationMs;
  readonly timer: Timer;
  /** The time limit of an operation: a bulk mutation returns what it has before. */
  readonly operationTimeoutMs: DurationMs;
}

/** Returns the command service of this process. */
export function createCommandService(options: CommandServiceOptions): CommandService {
  const context = createCommandContext(options);
  const { store, recorder, sources } = options;
  const commandRunner = new CommandRunner({ ...options, context });
  const stopListening = recorder.onRecord((source, observations) => commandRunner.recognize(source, observations));
  const mutex = createKeyedMutex();
  const bulkRunner = createBulkRunner({ sources, operationTimeoutMs: options.operationTimeoutMs });

  const toOutcome = async (source: string, result: CommandResult, about: string | null): Promise<CallbackOutcome> => {
    const vendorId = result.vendorId ?? about;
    const [callback = null]: readonly (StoredCallback | null)[] =
      vendorId === null ? [] : await store.find([{ source, vendorId }]);
    return { source, callback, receipt: result.receipt, errors: result.errors };
  };
  const change = async (job: Job<Written>, vendorId: string): Promise<CallbackOutcome> => {
    // One at a time for each callback: a write that repeats fields it has read must not undo another one.
    const result = await mutex.run(textOfKey({ source: job.source, vendorId }), () => commandRunner.perform(job));
    return toOutcome(job.source, result, vendorId);
  };

  return {
    async schedule(request) {
      return toOutcome(request.source, await commandRunner.perform(scheduleJob(context, request)), null);
    },
    reschedule: (request) => change(rescheduleJob(context, request), request.callback.vendorId),
    reassign: (request) => change(reassignJob(context, request), request.callback.vendorId),
    cancel: (request) => change(cancelJob(context, request), request.callback.vendorId),
    async recordAgentAction(request) {
      const { source } = request.agent;
      const result = await commandRunner.perform(agentActionJob(context, request));
      const action = result.actionId === null ? null : await store.findAgentAction(source, result.actionId);
      return { source, action, receipt: result.receipt, errors: result.errors };
    },
    executeAll: (request) => bulkRunner.run(request),
    reconcile: (signal) => commandRunner.reconcile(signal),
    async close() {
      await bulkRunner.close();
      await commandRunner.close();
      stopListening();
    },
  };
}

interface KeyedMutex {
  /** Runs after all earlier work of this name has ended, with success or not. */
  run<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
}

function createKeyedMutex(): KeyedMutex {
  const last = new Map<string, Promise<unknown>>();
  return {
    run(name, work) {
      const current = (last.get(name) ?? Promise.resolve()).then(work, work);
      last.set(name, current);
      const end = (): void => {
        if (last.get(name) === current) last.delete(name);
      };
      current.then(end, end);
      return current;
    },
  };
}
