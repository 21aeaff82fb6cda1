import type { AdapterDefinition } from "../adapter.js";
import { createNiceCxoneAdapter } from "./adapter.js";
import { createNiceCxoneFake } from "./fake.js";
import { niceCxoneSettings, type NiceCxoneSettings } from "./settings.js";
import { NICE_CXONE_CALLBACK } from "./wire.js";

/** NICE CXone: the scheduled callbacks of skills of one business unit. */
export const niceCxone: AdapterDefinition<NiceCxoneSettings> = {
  vendor: "NICE_CXONE",
  productName: "NICE CXone",
  description: "NICE CXone, through its API of scheduled callbacks: those of the skills in the settings.",
  settings: niceCxoneSettings,
  record: NICE_CXONE_CALLBACK,
  create: createNiceCxoneAdapter,
  createFake: createNiceCxoneFake,
};
