/** Longer than this, a timer of Node's fires at once: 24 days. */
export const LONGEST_TIMER_MS = 2_147_483_647;
/** The longest retention of anything: 10 years. */
export const LONGEST_RETENTION_MS = 315_360_000_000;
/** More of anything than a gateway can hold or count in a while. */
export const LARGEST_COUNT = 1_000_000_000;
/** The largest buffer: 1 GiB, which Node can hold as one text or buffer. */
export const LARGEST_BYTES = 1_073_741_824;
