import { CALLBACK_ORDER_FIELDS, STATISTICS_DIMENSIONS, type OrderDirection } from "../../domain/query.js";
import { defineEnum } from "../enum.js";

export const callbackOrderField = defineEnum(
  "CallbackOrderField",
  "Sort fields of callbacks. Callbacks without a value come last in both directions.",
  CALLBACK_ORDER_FIELDS,
);

export const orderDirection = defineEnum<OrderDirection>("OrderDirection", "Sort direction.", {
  ASC: "Earliest first.",
  DESC: "Latest first.",
});

export const statisticsDimension = defineEnum(
  "StatisticsDimension",
  "Dimensions that callbacks can be grouped by.",
  STATISTICS_DIMENSIONS,
);
