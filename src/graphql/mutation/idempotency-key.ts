/** The description of the idempotency key of every mutation. */
export const IDEMPOTENCY_KEY =
  "Idempotency key: any text of 1 to 255 characters, unique per command. Repeating it with the same input " +
  "returns the first outcome, and the vendor is called once; with another input it is rejected.";
