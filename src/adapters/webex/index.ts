import type { AdapterDefinition } from "../adapter.js";
import { createWebexAdapter } from "./adapter.js";
import { createWebexFake } from "./fake.js";
import { webexSettings, type WebexSettings } from "./settings.js";
import { WEBEX_CALLBACK_SCHEDULE } from "./wire.js";

/** Webex Contact Center: the callback schedules of one organization, and the tasks with a callback. */
export const webex: AdapterDefinition<WebexSettings> = {
  vendor: "WEBEX",
  productName: "Webex Contact Center",
  description: "Webex Contact Center, through its callback schedule API, and its Search API for tasks with a callback.",
  settings: webexSettings,
  record: WEBEX_CALLBACK_SCHEDULE,
  create: createWebexAdapter,
  createFake: createWebexFake,
};
