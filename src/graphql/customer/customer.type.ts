import { Field, ObjectType } from "type-graphql";
import type { Callback } from "../../domain/callback.js";
import type { CustomerRef } from "../../domain/customer.js";
import { encodeCustomerId } from "../../domain/id.js";
import { NodeType } from "../node.type.js";
import { fitting } from "../present.js";
import { EmailAddress, PhoneNumber } from "../scalars.js";

@ObjectType("Customer", {
  description:
    "The person to call back. Callbacks with one number in E.164 are of one customer over all sources; without a " +
    "number in E.164, callbacks with one contact id, else with one raw number, within a source. Withheld numbers, " +
    "placeholders and numbers with an extension identify nobody: each such callback has a customer of its own. " +
    "`id`, `callbacks` and `openCallbackCount` are those of the customer; all other fields are as the record of the " +
    "callback has them through which the customer was read. In `customers` and `node`, that is the callback whose " +
    "status changed last.",
  implements: NodeType,
  simpleResolvers: true,
})
export class CustomerType extends NodeType {
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

  /** `customer` is masked for callers without the scope; `ref` is never masked. */
  constructor(
    customer: Callback["customer"],
    readonly ref: CustomerRef,
    /** Null if it was not counted yet. */
    readonly openCount: number | null = null,
  ) {
    super(encodeCustomerId(ref.hash));
    this.name = customer.name;
    this.firstName = customer.firstName;
    this.lastName = customer.lastName;
    this.contactId = customer.contactId;
    this.phoneNumber = customer.phoneNumber;
    this.phoneNumberRaw = customer.phoneNumberRaw;
    this.emailAddress = fitting(EmailAddress, customer.emailAddress);
  }
}
