import { rightsOf, type Caller } from "../../domain/caller.js";
import type { LiveOperation } from "../../graphql/subscription/live.js";
import type { Admitted } from "../limits/operation-gate.js";

/** Converts an admitted subscription to the form that every transport opens. */
export function liveOperationOf(
  { document, text, operationName, variables }: Admitted,
  caller: Caller,
  createContext: LiveOperation["createContext"],
): LiveOperation {
  return { document, text, operationName, variables, rights: rightsOf(caller), createContext };
}
