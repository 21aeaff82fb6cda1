import type { Callback } from "../../domain/callback.js";
import { GatewayError } from "../../domain/errors.js";
import type { JsonObject, JsonValue } from "../../lib/json.js";
import type { MappedRecord } from "../../domain/change/observation.js";
import { findLookupNumber } from "../../domain/phone/phone-number.js";
import { CommandRejected, refuseFor, userError } from "../../domain/user-error.js";
import type { Adapter, AdapterContext, CallOptions, MappingContext, PlannedWrite, VendorPage } from "../adapter.js";
import { mergePages, NOTHING, readRows, type RowReader } from "../wire/vendor-page.js";
import { readAfterWrite, withdrawn } from "../write.js";
import type { TalkdeskClient } from "./client.js";

type Writes = Required<Pick<Adapter, "reschedule" | "reassign" | "cancel">>;

export interface TalkdeskWritesOptions {
  readonly client: TalkdeskClient;
  readonly reader: RowReader;
  readonly mapping: MappingContext;
  readonly context: AdapterContext;
  /** The callbacks of a number, as the list shows them. */
  readonly find: (phoneNumber: string, options: CallOptions) => Promise<VendorPage>;
}

/** How the fields that a patch names are called in our input, by the names of the paths and of the list. */
const INPUT_FIELDS: Readonly<Record<string, readonly string[]>> = {
  timeToCall: ["window", "start"],
  time_to_call: ["window", "start"],
  timezone: ["window", "timeZone"],
  agents: ["agentId"],
  agent_id: ["agentId"],
  assignType: ["agentId"],
  assign_type: ["agentId"],
  phone_number: ["phoneNumber"],
  contact_phone_number: ["phoneNumber"],
  scheduled_time_to_call: ["window", "start"],
  ring_groups: ["queueId"],
  interaction_id: ["originInteractionId"],
  notes: ["reason"],
};

/** The writing half of a Talkdesk account. It can move, reassign and withdraw. */
export function createTalkdeskWrites({ client, reader, mapping, context, find }: TalkdeskWritesOptions): Writes {
  const { clock } = context;

  /** Reads a callback from the list after a write, because the response to the write has other fields. */
  const readBack = async ({ callback }: MappedRecord, options: CallOptions): Promise<VendorPage> => {
    const number = findLookupNumber(callback.customer.phoneNumberRaw);
    const readPage = number === null ? NOTHING : await readAfterWrite(() => find(number, options));
    return {
      ...readPage,
      observations: readPage.observations.filter((row) => row.callback.vendorId === callback.vendorId),
    };
  };

  /** Sends a patch, and reads the callback back; what the response says counts where the list does not show the change yet. */
  const planPatch = (
    existing: MappedRecord,
    patch: readonly JsonObject[],
    isChanged: (callback: Callback) => boolean,
  ): PlannedWrite => {
    const { vendorId } = existing.callback;
    return {
      async send(options) {
        const { body, trackingId, stamp } = await orRefused(client.patch(vendorId, patch, options));
        const respondedAt = clock();
        const said = readRows(body === null ? [] : [body], reader, mapping, stamp);
        const readPage = await readBack(existing, options);
        const isConfirmed = readPage.observations.some(({ callback }) => isChanged(callback));
        const page = isConfirmed ? readPage : { ...said, isComplete: false };
        return { receipt: { trackingId: trackingId ?? null, respondedAt }, vendorId, page };
      },
    };
  };

  return {
    async reschedule(existing, { window, agentId }) {
      if (window.end !== null) {
        const message = "window.end: the vendor's callbacks have no end, omit it";
        refuseFor([userError("INVALID_INPUT", message, "window", "end")]);
      }
      if (window.start <= clock()) {
        refuseFor([userError("INVALID_INPUT", "window.start must be in the future", "window", "start")]);
      }
      const patch = [
        replace("/timeToCall", new Date(window.start).toISOString()),
        ...(window.timeZone === null ? [] : [replace("/timezone", window.timeZone)]),
        ...(agentId === null ? [] : assignTo(agentId)),
      ];
      return planPatch(existing, patch, (callback) => callback.window?.start === window.start);
    },

    async reassign(existing, { agentId }) {
      return planPatch(existing, assignTo(agentId), ({ assignment }) => assignment?.agentId === agentId);
    },

    async cancel(existing) {
      const { vendorId } = existing.callback;
      return {
        async send(options) {
          const { trackingId, stamp } = await orRefused(client.remove(vendorId, options));
          const respondedAt = clock();
          const readPage = await readBack(existing, options);
          const isConfirmed = readPage.observations.some(({ callback }) => callback.status === "CANCELED");
          const page = isConfirmed ? readPage : mergePages([withdrawn(existing, stamp)]);
          return {
            receipt: { trackingId: trackingId ?? null, respondedAt },
            vendorId,
            page: { ...page, isComplete: false },
          };
        },
      };
    },
  };
}

/** A step of a JSON Patch ("Update a Callback"): its paths are spelled in camel case, where the list has snake case. */
function replace(path: string, value: JsonValue): JsonObject {
  return { op: "replace", path, value };
}

function assignTo(agentId: string): JsonObject[] {
  return [replace("/assignType", "SPECIFIC_AGENT"), replace("/agents", [agentId])];
}

/** Converts a rejection into userErrors of the input: an unknown id, or the fields that the vendor's error names. */
export async function orRefused<Result>(call: Promise<Result>): Promise<Result> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    if (error.status === 404) {
      throw new CommandRejected([userError("NOT_FOUND", "the vendor does not have this callback (any more)", "id")]);
    }
    const fields = error.code === "VENDOR_REJECTED" ? error.vendorFields : [];
    if (fields.length === 0) throw error;
    throw new CommandRejected(
      fields.map((name) => {
        const bare = name.replace(/^\//u, "");
        const message = `the vendor rejected ${bare} (${error.vendorCode ?? String(error.status)})`;
        return userError("VENDOR_REJECTED", message, ...(INPUT_FIELDS[bare] ?? []));
      }),
    );
  }
}
