import { z } from "zod";
import { commonSettings, headerKeyText, nonEmpty, watchedKeys } from "../settings.js";

/** The settings of a source. `baseUrl` ends before `/customers`: `http://host:8080`, or `https://host/genesys/1/cs`. */
export const genesysSettings = z
  .strictObject({
    ...commonSettings,
    /** The tenant, by its name or its DBID, sent as the header ContactCenterId. */
    contactCenterId: headerKeyText,
    /** The group within the tenant, by its name or its DBID, sent as the header GroupId. Default: none is sent. */
    groupId: headerKeyText.optional(),
    /** User and password for HTTP Basic, both or neither. Default: no authorization is sent. */
    user: nonEmpty.optional(),
    password: nonEmpty.optional(),
    /** Whose interactions to look for, for there is no list of all. */
    watch: z.strictObject({ customerIds: watchedKeys }).prefault({}),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    error: "user and password must be set together",
    path: ["password"],
  });

export type GenesysSettings = z.output<typeof genesysSettings>;
