import type { AdapterDefinition } from "../adapter.js";
import { createMindfulAdapter } from "./adapter.js";
import { createMindfulFake } from "./fake.js";
import { mindfulSettings, type MindfulSettings } from "./settings.js";
import { MINDFUL_CALLBACK_STATUS } from "./wire.js";

/** Mindful: the callbacks of one organization, by number, webhook and history. */
export const mindful: AdapterDefinition<MindfulSettings> = {
  vendor: "MINDFUL",
  productName: "Mindful",
  description: "Mindful, through its Scheduler API, webhooks and history: callbacks by number, and how they ended.",
  settings: mindfulSettings,
  record: MINDFUL_CALLBACK_STATUS,
  create: createMindfulAdapter,
  createFake: createMindfulFake,
};
