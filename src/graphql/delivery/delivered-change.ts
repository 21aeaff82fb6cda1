import { parse } from "graphql";
import { withoutPii, type Caller } from "../../domain/caller.js";
import { callbackId } from "../../domain/id.js";
import type { RecordedChange } from "../../domain/query.js";
import { isJsonObject, type JsonObject } from "../../lib/json.js";
import type { GraphQLContext } from "../context.js";
import type { Executor, Operation } from "../execution/executor.js";
import { CALLBACK_FIELDS } from "../export/exported-list.js";

/** The operation whose result is the data of an event. */
export const DELIVERY_DOCUMENT = `subscription Delivery {
  callbackChanged {
    cursor kind previousStatus status changedFields occurredAt observedAt
    callback { ${CALLBACK_FIELDS} }
  }
}`;

/** Returns the data of events, as the API presents changes to the caller. */
export interface ChangePresenter {
  /** Rejects where the change cannot be presented. */
  present(change: RecordedChange): Promise<JsonObject>;
}

export function createChangePresenter(
  executor: Executor,
  createContext: (caller: Caller) => GraphQLContext,
  options: { readonly delivery: string; readonly maskPersonalData: boolean },
): ChangePresenter {
  const unmasked: Caller = {
    id: `delivery:${options.delivery}`,
    scopes: new Set(["callbacks:read", "pii:read"]),
    maySearchPeople: true,
    sources: null,
    expiresAt: null,
  };
  const caller = options.maskPersonalData ? withoutPii(unmasked) : unmasked;
  const operation: Operation = {
    document: executor.prepare(parse(DELIVERY_DOCUMENT)),
    text: DELIVERY_DOCUMENT,
    operationName: null,
    variables: null,
  };
  return {
    async present(change) {
      const { kind, callback } = change;
      // Nothing else is left of the callback.
      if (kind === "ERASED") return { kind, callback: { id: callbackId(callback.callback) } };
      const { json, errors } = await executor.executeToJson(operation, createContext(caller), change);
      const { data } = JSON.parse(json) as { readonly data?: { readonly callbackChanged?: unknown } | null };
      const presented = data?.callbackChanged;
      if (errors.length === 0 && isJsonObject(presented)) return presented;
      throw new Error(`a change cannot be presented: ${errors[0]?.message ?? "no data"}`);
    },
  };
}
