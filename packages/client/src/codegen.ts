/** The TypeScript type of each scalar of the schema, for the option `scalars` of GraphQL Code Generator. */
export const scalars = {
  DateTime: "string",
  Duration: "string",
  EmailAddress: "string",
  JSONObject: "Record<string, unknown>",
  LocalDate: "string",
  LocalTime: "string",
  NonNegativeInt: "number",
  PhoneNumber: "string",
  TimeZone: "string",
  URL: "string",
} as const;
