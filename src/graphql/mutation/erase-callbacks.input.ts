import { Field, ID, InputType } from "type-graphql";
import { MOST_CALLBACKS } from "../../domain/command.js";
import { badUserInput } from "../../domain/errors.js";
import type { ErasureSubject } from "../../domain/erasure.js";
import { readPhoneNumber } from "../../domain/phone/phone-number.js";
import { parseKey } from "../identify.js";

/** The fields that say which callbacks are concerned. It is no type of the schema. */
@InputType()
abstract class ErasureSubjectInput {
  @Field(() => String, {
    nullable: true,
    description:
      "The callbacks of this number, at all sources: in E.164, or exactly as the vendor writes it where that is no valid number.",
  })
  phoneNumber?: string | null;

  @Field(() => String, { nullable: true, description: "The callbacks of the customer with this id at `source`." })
  contactId?: string | null;

  @Field(() => String, { nullable: true, description: "The source of `contactId`." })
  source?: string | null;

  @Field(() => [ID], {
    nullable: true,
    description: `These callbacks, by their global ids: at most ${MOST_CALLBACKS}.`,
  })
  ids?: readonly string[] | null;
}

@InputType("EraseCallbacksInput", {
  description: "Input of eraseCallbacks: one of a number, a customer at a source, and ids of callbacks.",
})
export class EraseCallbacksInput extends ErasureSubjectInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: "True to find out what would be erased. Nothing is erased.",
  })
  isTrial!: boolean;
}

@InputType("AdmitErasedCallbacksInput", {
  description: "Input of admitErasedCallbacks: one of a number, a customer at a source, and ids of callbacks.",
})
export class AdmitErasedCallbacksInput extends ErasureSubjectInput {}

/** Reads which callbacks are concerned. Throws BAD_USER_INPUT unless exactly one subject is given. */
export function toErasureSubject({ phoneNumber, contactId, source, ids }: ErasureSubjectInput): ErasureSubject {
  const given = [phoneNumber, contactId, ids].filter((value) => value !== null && value !== undefined);
  if (given.length !== 1) {
    throw badUserInput("input must have exactly one of phoneNumber, contactId (with source) and ids");
  }
  const isSourceGiven = typeof source === "string";
  if (typeof contactId === "string") {
    if (contactId === "") throw badUserInput("input.contactId is empty");
    if (!isSourceGiven)
      throw badUserInput("input.contactId requires input.source: ids of customers belong to a source");
    return { contact: { source, contactId } };
  }
  if (isSourceGiven) throw badUserInput("input.source only goes with input.contactId");
  if (typeof phoneNumber === "string") return { phoneNumber: toNumber(phoneNumber) };
  const callbacks = ids ?? [];
  if (callbacks.length === 0) throw badUserInput("input.ids is empty");
  if (callbacks.length > MOST_CALLBACKS) throw badUserInput(`input.ids has more than ${MOST_CALLBACKS} ids`);
  return { callbacks: callbacks.map((id, index) => parseKey(`input.ids[${index}]`, id, "Callback")) };
}

/** A text without digits would match nothing, or the withheld numbers of many customers. */
function toNumber(text: string): string {
  const read = readPhoneNumber(text, null);
  if ("e164" in read) return read.e164;
  if (!/\d{3}/u.test(text) || read.fault === "PLACEHOLDER") {
    throw badUserInput("input.phoneNumber must be a telephone number, in E.164 or exactly as the vendor writes it");
  }
  return text;
}
