import type { AdapterDefinition } from "../adapter.js";
import { createWebexAdapter } from "./adapter.js";
import { createWebexFake } from "./fake.js";
import { webexSettings, type WebexSettings } from "./settings.js";
import { WEBEX_CALLBACK_SCHEDULE } from "./wire.js";

/** Webex Contact Center: the callback schedules of one organization. */
export const webex: AdapterDefinition<WebexSettings> = {
  vendor: "WEBEX",
  description: "Webex Contact Center, through its callback schedule API.",
  settings: webexSettings,
  record: WEBEX_CALLBACK_SCHEDULE,
  create: createWebexAdapter,
  createFake: createWebexFake,
};
