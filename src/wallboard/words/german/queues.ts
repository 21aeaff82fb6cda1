import { createPlural } from "../plural.js";
import type { Words } from "../words.js";

const plural = createPlural("de");

export const queues: Words["queues"] = {
  title: "Warteschlangen",
  none: "In keiner Warteschlange wartet ein Rückruf.",
  noQueue: "Ohne Warteschlange",
  unnamed: "Warteschlange ohne Namen",
  waiting: "Wartend",
  longestWait: "Längste Wartezeit",
  overdue: "Überfällig",
  dueNextHour: "Fällig in 1 Std.",
  promiseKeptRate: "Heute eingehalten",
  keptOf: (part, all) => `${part} von ${all}`,
  noFigure: "–",
  opened: "Neu in den letzten vier Stunden",
  openedList: (counts) => `Neu je Viertelstunde: ${counts.join(", ")}`,
  levels: { warn: "Warnung", critical: "Kritisch" },
  isMarked: (level, figures) => `${level}: ${figures.join(", ")}`,
  sound: "Ton, wenn eine Warteschlange kritisch wird",
  failed: (since) => `Die Zahlen sind von ${since}: zurzeit sind sie nicht lesbar.`,
  queueCount: (count) => plural(count, { one: "Warteschlange", other: "Warteschlangen" }),
};
