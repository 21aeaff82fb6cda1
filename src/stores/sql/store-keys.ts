import type { Kysely } from "kysely";
import { CUSTOMERS } from "./schema/customer-tables.js";
import type { Tables } from "./schema/tables.js";

/** Reads the key of the customers' hashes, which the migration has made. */
export async function readCustomerKey(db: Kysely<Tables>): Promise<string> {
  const { value } = await db
    .selectFrom("store_keys")
    .select("value")
    .where("name", "=", CUSTOMERS)
    .executeTakeFirstOrThrow();
  return value;
}
