/** What every mutation promises of its key. */
export const IDEMPOTENCY_KEY =
  "Any text of yours, 1 to 255 characters, new for each command. Repeated with the same input it gives the outcome of the " +
  "first time, and the vendor is called once; with another input it is refused.";
