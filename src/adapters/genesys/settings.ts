import { z } from "zod";
import { commonSettings, headerKeyText, nonEmpty, watchedKeys } from "../settings.js";

/** Settings of a Genesys source. `baseUrl` ends before `/customers`: `http://host:8080` or `https://host/genesys/1/cs`. */
export const genesysSettings = z
  .strictObject({
    ...commonSettings,
    /** Name or DBID of the tenant, sent as the header ContactCenterId. */
    contactCenterId: headerKeyText,
    /** Name or DBID of the group within the tenant, sent as the header GroupId. Default: not sent. */
    groupId: headerKeyText.optional(),
    /** User and password for HTTP Basic authentication; set both or neither. Default: not sent. */
    user: nonEmpty.optional(),
    password: nonEmpty.optional(),
    /** Customers to poll, because the vendor cannot list all callbacks. */
    watch: z.strictObject({ customerIds: watchedKeys }).prefault({}),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    error: "user and password must be set together",
    path: ["password"],
  });

export type GenesysSettings = z.output<typeof genesysSettings>;
