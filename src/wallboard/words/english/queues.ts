import { createPlural } from "../plural.js";

const plural = createPlural("en");

/** The texts of the queue board. */
export const queues = {
  title: "Queues",
  none: "No callbacks are waiting in any queue.",
  noQueue: "Without a queue",
  unnamed: "Unnamed queue",
  waiting: "Waiting",
  longestWait: "Longest wait",
  overdue: "Overdue",
  dueNextHour: "Due within the hour",
  promiseKeptRate: "Promises kept",
  keptOf: (part: number, all: number) => `${part} of ${all}`,
  noFigure: "–",
  opened: "Opened, last four hours",
  openedList: (counts: readonly number[]) => `Opened in each quarter of an hour: ${counts.join(", ")}`,
  levels: { warn: "Warning", critical: "Critical" },
  isMarked: (level: string, figures: readonly string[]) => `${level}: ${figures.join(", ")}`,
  sound: "Sound when a queue becomes critical",
  failed: (since: string) => `The figures are those of ${since}: they cannot be read now.`,
  queueCount: (count: number) => plural(count, { one: "queue", other: "queues" }),
};
