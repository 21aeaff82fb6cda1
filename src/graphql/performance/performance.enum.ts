import { INTERVALS } from "../../domain/time/intervals.js";
import { PERFORMANCE_DIMENSIONS } from "../../domain/performance/performance-query.js";
import { defineEnum } from "../enum.js";

export const performanceInterval = defineEnum("PerformanceInterval", "Lengths of intervals.", INTERVALS);

export const performanceDimension = defineEnum(
  "PerformanceDimension",
  "Dimensions that figures over a period can be grouped by.",
  PERFORMANCE_DIMENSIONS,
);
