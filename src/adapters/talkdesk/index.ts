import type { AdapterDefinition } from "../adapter.js";
import { createTalkdeskAdapter } from "./adapter.js";
import { createTalkdeskFake } from "./fake.js";
import { talkdeskSettings, type TalkdeskSettings } from "./settings.js";
import { TALKDESK_CALLBACK } from "./wire.js";

/** Talkdesk: the scheduled callbacks of one account. */
export const talkdesk: AdapterDefinition<TalkdeskSettings> = {
  vendor: "TALKDESK",
  productName: "Talkdesk",
  description: "Talkdesk, through its scheduled callback management API.",
  settings: talkdeskSettings,
  record: TALKDESK_CALLBACK,
  create: createTalkdeskAdapter,
  createFake: createTalkdeskFake,
};
