import type { CommandStore } from "../../command-store.js";
import type { StoreContext } from "../store-context.js";
import {
  findAgentAction,
  listActionsOfInteractions,
  listAgentActions,
  saveAgentAction,
  trimAgentActions,
} from "./agent-actions.js";
import {
  beginCommand,
  countCommands,
  findClaimed,
  findCommand,
  findPending,
  finishCommand,
  listCommands,
  trimCommands,
} from "./commands.js";

export function createCommandStore({ db, locks, statements, run, notify }: StoreContext): CommandStore {
  return {
    beginCommand: (command) => run(() => beginCommand(db, command)),
    finishCommand: (commandId, outcome) =>
      run(() =>
        db.transaction().execute(async (transaction) => {
          await locks.ofCommands(transaction);
          return finishCommand(transaction, commandId, outcome);
        }),
      ),
    findCommand: (key) => run(() => findCommand(db, key)),
    findClaimed: (source, vendorIds) => run(() => findClaimed(db, source, vendorIds)),
    findPending: (filter, limit) => run(() => findPending(db, filter, limit, statements)),
    listCommands: (limit, source) => run(() => listCommands(db, limit, source)),
    countCommands: () => run(() => countCommands(db)),
    trimCommands: (startedBefore, limit) => run(() => trimCommands(db, startedBefore, limit)),
    trimAgentActions: (confirmedBefore, limit) => run(() => trimAgentActions(db, confirmedBefore, limit)),
    async saveAgentAction(action) {
      await run(() => saveAgentAction(db, action));
      notify([]);
    },
    findAgentAction: (source, actionId) => run(() => findAgentAction(db, source, actionId)),
    listAgentActions: (source, agentId, slice) => run(() => listAgentActions(db, source, agentId, slice)),
    listActionsOfInteractions: (source, ids, slice) => run(() => listActionsOfInteractions(db, source, ids, slice)),
  };
}
