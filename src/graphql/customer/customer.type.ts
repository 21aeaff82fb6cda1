import { Field, ObjectType } from "type-graphql";
import type { Callback } from "../../domain/callback.js";
import type { CallbackKey } from "../../domain/change/observation.js";
import { isIdentifyingNumber } from "../../domain/phone/phone-number.js";
import type { CustomerKey } from "../../domain/query.js";
import { fitting } from "../present.js";
import { EmailAddress, PhoneNumber } from "../scalars.js";

@ObjectType("Customer", { description: "The person to call back.", simpleResolvers: true })
export class CustomerType {
  @Field(() => String, { nullable: true, description: "The name, as stored at the vendor." })
  readonly name: string | null;

  @Field(() => String, { nullable: true, description: "The first name, if the vendor stores it separately." })
  readonly firstName: string | null;

  @Field(() => String, { nullable: true, description: "The last name, if the vendor stores it separately." })
  readonly lastName: string | null;

  @Field(() => String, { nullable: true, description: "The customer's id in the vendor's system." })
  readonly contactId: string | null;

  @Field(() => PhoneNumber, {
    nullable: true,
    description:
      "The number in E.164, parsed with the source's default region; null if the raw number does not parse, has " +
      "an extension, or is a placeholder for a withheld number.",
  })
  readonly phoneNumber: string | null;

  @Field(() => String, { nullable: true, description: "The number, or other address, as stored at the vendor." })
  readonly phoneNumberRaw: string | null;

  @Field(() => EmailAddress, {
    nullable: true,
    description: "The e-mail address; null if the vendor's value is not one.",
  })
  readonly emailAddress: string | null;

  /** The key of the customer over all sources; null where the vendor's record identifies nobody. */
  readonly key: CustomerKey | null;

  /** The callback that this was read from. */
  readonly of: CallbackKey;

  /** `customer` may be masked; the key is taken from the callback, which never is. */
  constructor(customer: Callback["customer"], { source, vendorId, customer: known }: Callback) {
    this.name = customer.name;
    this.firstName = customer.firstName;
    this.lastName = customer.lastName;
    this.contactId = customer.contactId;
    this.phoneNumber = customer.phoneNumber;
    this.phoneNumberRaw = customer.phoneNumberRaw;
    this.emailAddress = fitting(EmailAddress, customer.emailAddress);
    this.key = keyOf(source, known);
    this.of = { source, vendorId };
  }
}

/** Withheld numbers, placeholders and numbers with an extension are shared by strangers, so they identify nobody. */
function keyOf(source: string, { phoneNumber, contactId, phoneNumberRaw }: Callback["customer"]): CustomerKey | null {
  if (phoneNumber !== null) return { phoneNumber };
  if (contactId !== null) return { source, contactId };
  return phoneNumberRaw === null || !isIdentifyingNumber(phoneNumberRaw) ? null : { source, phoneNumberRaw };
}
