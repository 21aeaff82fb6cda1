import type { AdapterDefinition } from "../adapter.js";
import { createGenesysCloudAdapter } from "./adapter.js";
import { createGenesysCloudFake } from "./fake.js";
import { genesysCloudSettings, type GenesysCloudSettings } from "./settings.js";
import { GENESYS_CLOUD_CONVERSATION } from "./wire.js";

/** Genesys Cloud: the callbacks of one organization. */
export const genesysCloud: AdapterDefinition<GenesysCloudSettings> = {
  vendor: "GENESYS_CLOUD",
  productName: "Genesys Cloud",
  description: "Genesys Cloud CX, through its analytics and conversations APIs.",
  settings: genesysCloudSettings,
  record: GENESYS_CLOUD_CONVERSATION,
  create: createGenesysCloudAdapter,
  createFake: createGenesysCloudFake,
};
