import { z } from "zod";
import { commonSettings, keyText, nonEmpty, watchedNumbers } from "../settings.js";

/** The lengths of time slots that the vendor's option `_request_time_bucket` allows, in minutes. */
const SLOT_MINUTES: readonly number[] = [5, 10, 15, 20, 30, 60, 120];

const names = z.array(keyText).default([]);

/** Settings of a source at Genesys Mobile Services. `baseUrl` ends with /genesys: `https://gms.example.com/genesys`. */
export const genesysGmsSettings = z
  .strictObject({
    ...commonSettings,
    /** User and password for HTTP Basic authentication; set both or neither. Default: not sent. */
    user: nonEmpty.optional(),
    password: nonEmpty.optional(),
    /** Execution names of callback services: listed, and the only ones to which callbacks are written. Default: none. */
    services: names,
    /** Queues that are listed by the query for administrators: virtual queues, or callback services. Default: none. */
    queues: names,
    /** How far back the list of queues reaches, in minutes. Default 7 days. */
    windowBeforeMinutes: z.int().min(1).max(525_600).default(10_080),
    /** How far ahead the list of queues reaches, in days. Default 31. */
    windowAheadDays: z.int().min(1).max(366).default(31),
    /** The most callbacks of one queue that the vendor is to return. Default 5000. */
    maxPerQueue: z.int().min(1).max(100_000).default(5000),
    /** Length of the time slots of the services, in minutes: their option `_request_time_bucket`. Default 5. */
    desiredTimeSlotMinutes: z
      .int()
      .min(5)
      .max(120)
      .default(5)
      .refine((minutes) => SLOT_MINUTES.includes(minutes), { error: `expected one of ${SLOT_MINUTES.join(", ")}` }),
    /** Numbers to poll, in E.164 or as stored at the vendor. Default: none. */
    watch: z.strictObject({ phoneNumbers: watchedNumbers }).prefault({}),
  })
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    error: "user and password must be set together",
    path: ["password"],
  })
  .refine(({ services, queues }) => services.length + queues.length > 0, {
    error: "expected at least one service, or one queue under `queues`",
    path: ["services"],
  });

export type GenesysGmsSettings = z.output<typeof genesysGmsSettings>;
