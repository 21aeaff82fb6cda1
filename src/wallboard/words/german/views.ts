import type { Words } from "../words.js";

export const views: Words["views"] = {
  list: "Liste",
  queues: "Warteschlangen",
  trends: "Verlauf",
};
