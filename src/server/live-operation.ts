import { rightsOf, type Caller } from "../callback/caller.js";
import type { LiveOperation } from "../graphql/live.js";
import type { Admitted } from "./operation-gate.js";

/** A subscription that was let in, as it runs over any transport. */
export function liveOperationOf(
  { document, text, operationName, variables }: Admitted,
  caller: Caller,
  createContext: LiveOperation["createContext"],
): LiveOperation {
  return { document, text, operationName, variables, rights: rightsOf(caller), createContext };
}
