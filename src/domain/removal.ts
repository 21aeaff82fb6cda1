/** The parts that were deleted from a stored callback. Without personal data there is no vendor record either. */
export type Removal = "VENDOR_RECORD" | "PERSONAL_DATA";
