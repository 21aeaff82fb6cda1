import { z } from "zod";
import { commonSettings, nonEmpty, watchedKeys } from "../settings.js";

/** A tenant or a group, by its name or its DBID. */
const nameOrDbid = z.union([z.int().nonnegative().transform(String), nonEmpty], {
  error: "expected a name or a DBID",
});

/** The settings of a source. `baseUrl` ends before `/customers`: `http://host:8080`, or `https://host/genesys/1/cs`. */
export const genesysSettings = z
  .strictObject({
    ...commonSettings,
    /** The tenant, sent as the header ContactCenterId. */
    contactCenterId: nameOrDbid,
    /** The group within the tenant, sent as the header GroupId. Default: none is sent. */
    groupId: nameOrDbid.optional(),
    /** User and password for HTTP Basic, both or neither. Default: no authorization is sent. */
    user: nonEmpty.optional(),
    password: nonEmpty.optional(),
    /** Whose interactions to look for, for there is no list of all. */
    watch: z.strictObject({ customerIds: watchedKeys }).prefault({}),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    error: "user and password go together",
    path: ["password"],
  });

export type GenesysSettings = z.output<typeof genesysSettings>;
