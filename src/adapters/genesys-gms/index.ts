import type { AdapterDefinition } from "../adapter.js";
import { createGmsAdapter } from "./adapter.js";
import { createGmsFake } from "./fake.js";
import { genesysGmsSettings, type GenesysGmsSettings } from "./settings.js";
import { GENESYS_GMS_CALLBACK } from "./wire.js";

/** Genesys Mobile Services: the callbacks of its callback services. */
export const genesysGms: AdapterDefinition<GenesysGmsSettings> = {
  vendor: "GENESYS_GMS",
  productName: "Genesys Mobile Services",
  description: "Genesys Mobile Services, through its Callback Services API: the callbacks of queues and services.",
  settings: genesysGmsSettings,
  record: GENESYS_GMS_CALLBACK,
  create: createGmsAdapter,
  createFake: createGmsFake,
};
