import type { AdapterDefinition } from "../adapter.js";
import { createGenesysAdapter } from "./adapter.js";
import { createGenesysFake } from "./fake.js";
import { genesysSettings, type GenesysSettings } from "./settings.js";
import { GENESYS_CALLBACK_INTERACTION } from "./wire.js";

/** Callbacks of Genesys Context Services, by customer and by interaction. */
export const genesys: AdapterDefinition<GenesysSettings> = {
  vendor: "GENESYS",
  productName: "Genesys Context Services",
  description: "Genesys Context Services: callbacks by customer and by interaction.",
  settings: genesysSettings,
  record: GENESYS_CALLBACK_INTERACTION,
  create: createGenesysAdapter,
  createFake: createGenesysFake,
};
