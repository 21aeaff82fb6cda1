import { CALLBACK_ORDER_FIELDS, STATISTICS_DIMENSIONS, type OrderDirection } from "../callback/query.js";
import { defineEnum } from "./enum.js";

export const callbackOrderField = defineEnum(
  "CallbackOrderField",
  "What a list of callbacks can be ordered by. Callbacks without a value come last in either direction.",
  CALLBACK_ORDER_FIELDS,
);

export const orderDirection = defineEnum<OrderDirection>("OrderDirection", "Which end of a list comes first.", {
  ASC: "The earliest first.",
  DESC: "The latest first.",
});

export const statisticsDimension = defineEnum(
  "StatisticsDimension",
  "What callbacks can be counted by.",
  STATISTICS_DIMENSIONS,
);
