import { requireScope, sees, type Caller } from "../domain/caller.js";
import { userError, type UserError } from "../domain/user-error.js";
import type { CommandService } from "./commands.js";

/**
 * Limits the command service to one caller. Without callbacks:write it throws FORBIDDEN; a source outside the caller's
 * grant is rejected like one that does not exist, before anything is recorded.
 */
export function limitCommands(commands: CommandService, caller: Caller): CommandService {
  const check = (source: string, field: string): readonly UserError[] => {
    requireScope(caller, "callbacks:write");
    if (sees(caller, source)) return [];
    return [userError("NOT_FOUND", `unknown source ${JSON.stringify(source.slice(0, 64))}`, field)];
  };
  return {
    ...commands,
    async schedule(request) {
      const errors = check(request.source, "source");
      if (errors.length > 0) return { source: request.source, callback: null, receipt: null, errors };
      return commands.schedule(request);
    },
    async reschedule(request) {
      const { source } = request.callback;
      const errors = check(source, "id");
      if (errors.length > 0) return { source, callback: null, receipt: null, errors };
      return commands.reschedule(request);
    },
    async reassign(request) {
      const { source } = request.callback;
      const errors = check(source, "id");
      if (errors.length > 0) return { source, callback: null, receipt: null, errors };
      return commands.reassign(request);
    },
    async cancel(request) {
      const { source } = request.callback;
      const errors = check(source, "id");
      if (errors.length > 0) return { source, callback: null, receipt: null, errors };
      return commands.cancel(request);
    },
    async executeAll(request) {
      // Before they are queued: only sources that exist for the caller may delay its result.
      const callbacks = request.callbacks.map((callback) =>
        "code" in callback ? callback : (check(callback.source, "id")[0] ?? callback),
      );
      return commands.executeAll({ ...request, callbacks });
    },
    async recordAgentAction(request) {
      const { source } = request.agent;
      const errors = check(source, "agentId");
      if (errors.length > 0) return { source, action: null, receipt: null, errors };
      return commands.recordAgentAction(request);
    },
  };
}
