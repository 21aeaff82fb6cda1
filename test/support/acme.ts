import {
  bool,
  epochMs,
  id,
  int,
  localDate,
  localTime,
  object,
  objects,
  seconds,
  text,
  url,
  oneOf,
} from "../../src/adapters/wire/wire-field.js";
import { defineRecord } from "../../src/adapters/wire/wire.js";
import type { SchemaVendor } from "../../src/graphql/schema.js";

/** A vendor that nobody has: its document has a field of every type. */
export const ACME: SchemaVendor = {
  vendor: "ACME",
  description: "A vendor of the tests.",
  record: defineRecord({
    typeName: "AcmeCallback",
    description: "A callback as Acme sends it.",
    fields: {
      id: id("The id."),
      customer_name: text("The name."),
      attempts: int("How many attempts."),
      is_urgent: bool("Whether it is urgent."),
      created_at: epochMs("When it was created."),
      call_date: localDate("The day of the call."),
      call_time: localTime("The time of the call."),
      wait: seconds("How long to wait."),
      link: url("Where to see it."),
      state: oneOf("AcmeState", { NEW: "Not called yet.", DONE: "Called." }, "Its state."),
      tags: objects("What it is tagged with."),
      extra: object("Whatever else."),
    },
  }),
};

/** Another one, with a document of its own. */
export const UMBRELLA: SchemaVendor = {
  vendor: "UMBRELLA",
  description: "Another vendor of the tests.",
  record: defineRecord({
    typeName: "UmbrellaCallback",
    description: "A callback as Umbrella sends it.",
    fields: { number: text("The number to call.") },
  }),
};
