import { CommandRejected, refuseFor, userError, type UserError } from "../../domain/user-error.js";
import { GatewayError } from "../../domain/errors.js";
import type { Cache } from "../../lib/cache.js";
import { isOpenStatus } from "../../domain/status.js";
import type { JsonObject } from "../../lib/json.js";
import type { Adapter, AdapterContext, CallOptions, VendorPage } from "../adapter.js";
import { withdrawn } from "../write.js";
import { isMissing, type AmazonConnectClient } from "./client.js";
import { contactsOf } from "./contact.js";

export interface AmazonConnectWritesOptions {
  readonly client: AmazonConnectClient;
  readonly context: AdapterContext;
  /** The contacts that a stop was sent for, unless the vendor rejected it. */
  readonly stopped: Pick<Cache<string, true>, "set" | "delete">;
  readonly get: (contactId: string, options: CallOptions) => Promise<VendorPage>;
}

/** The writing half of an instance: it stops contacts that wait. A flow alone can create a callback, and nothing moves one. */
export function createAmazonConnectWrites({
  client,
  context: { clock },
  stopped,
  get,
}: AmazonConnectWritesOptions): Required<Pick<Adapter, "cancel">> {
  /** Marks the contact before it is sent: if the response is lost, its end reveals the outcome. */
  const sendStop: typeof client.stop = async (contactId, options) => {
    stopped.set(contactId, true);
    try {
      const response = await client.stop(contactId, options);
      if (response === null) stopped.delete(contactId);
      return response;
    } catch (error) {
      if (isRejected(error)) stopped.delete(contactId);
      if (isMissing(error)) throw missing();
      throw error;
    }
  };

  return {
    async cancel(existing, call) {
      const { vendorId } = existing.callback;
      const { observations } = await get(vendorId, call);
      const current = observations.find(({ callback }) => callback.vendorId === vendorId);
      if (current === undefined) throw missing();
      refuseFor(checkCancel(current.callback.status));
      const contactId = lastContactId(current.vendorRecord) ?? vendorId;
      return {
        async send(options) {
          const response = await sendStop(contactId, options);
          if (response === null) throw new CommandRejected([over()]);
          // The response confirms it. The record says later that the contact ended, but not who stopped it.
          return {
            receipt: { trackingId: response.trackingId ?? null, respondedAt: clock() },
            vendorId,
            page: withdrawn(current, response.stamp),
          };
        },
      };
    },
  };
}

/** StopContact ends a live call as well: a callback that an agent or the customer is on is never stopped. */
function checkCancel(status: Parameters<typeof isOpenStatus>[0]): UserError[] {
  if (!isOpenStatus(status)) return [over()];
  if (status !== "IN_PROGRESS") return [];
  const message =
    "the callback is in progress: an agent or the customer is on the line, and canceling would cut the call";
  return [userError("INVALID_INPUT", message, "id")];
}

/** The contact that is open: the last one. */
function lastContactId(record: JsonObject): string | null {
  return contactsOf(record).at(-1)?.id ?? null;
}

function over(): UserError {
  return userError("ALREADY_OVER", "the callback has ended at the vendor", "id");
}

function missing(): CommandRejected {
  return new CommandRejected([userError("NOT_FOUND", "the vendor does not have this callback (any more)", "id")]);
}

/** True for a failure that proves that the vendor did not act. */
function isRejected(error: unknown): boolean {
  return error instanceof GatewayError && error.status !== null && error.status < 500;
}
