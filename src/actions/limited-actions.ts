import { requireScope, sees, type Caller } from "../callback/caller.js";
import { userError, type UserError } from "../callback/user-error.js";
import type { Actions } from "./actions.js";

/**
 * Actions for one caller: FORBIDDEN without callbacks:write, and a source that the caller does not see is answered like
 * one that is not there, before anything is noted.
 */
export function limitActions(actions: Actions, caller: Caller): Actions {
  const check = (source: string, field: string): readonly UserError[] => {
    requireScope(caller, "callbacks:write");
    if (sees(caller, source)) return [];
    return [userError("NOT_FOUND", `unknown source ${JSON.stringify(source.slice(0, 64))}`, field)];
  };
  return {
    ...actions,
    async schedule(request) {
      const errors = check(request.source, "source");
      if (errors.length > 0) return { source: request.source, callback: null, receipt: null, errors };
      return actions.schedule(request);
    },
    async reschedule(request) {
      const { source } = request.callback;
      const errors = check(source, "id");
      if (errors.length > 0) return { source, callback: null, receipt: null, errors };
      return actions.reschedule(request);
    },
    async cancel(request) {
      const { source } = request.callback;
      const errors = check(source, "id");
      if (errors.length > 0) return { source, callback: null, receipt: null, errors };
      return actions.cancel(request);
    },
    async recordAgentAction(request) {
      const { source } = request.agent;
      const errors = check(source, "agentId");
      if (errors.length > 0) return { source, action: null, receipt: null, errors };
      return actions.recordAgentAction(request);
    },
  };
}
