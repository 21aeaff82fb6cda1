import type { AdapterDefinition } from "./adapter.js";
import { amazonConnect } from "./amazon-connect/index.js";
import { genesys } from "./genesys/index.js";
import { genesysCloud } from "./genesys-cloud/index.js";
import { genesysGms } from "./genesys-gms/index.js";
import { mindful } from "./mindful/index.js";
import { niceCxone } from "./nice-cxone/index.js";
import { talkdesk } from "./talkdesk/index.js";
import { webex } from "./webex/index.js";

/** Every vendor the gateway speaks to: one line each. */
export const ADAPTERS: readonly AdapterDefinition[] = [
  webex,
  talkdesk,
  genesys,
  genesysGms,
  genesysCloud,
  amazonConnect,
  niceCxone,
  mindful,
];

/** The adapter of a vendor as settings name it, in lower case; undefined where there is none. */
export function findAdapter(vendorInLowerCase: string): AdapterDefinition | undefined {
  return ADAPTERS.find(({ vendor }) => vendor.toLowerCase() === vendorInLowerCase);
}
