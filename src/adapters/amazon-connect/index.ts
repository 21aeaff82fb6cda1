import type { AdapterDefinition } from "../adapter.js";
import { createAmazonConnectAdapter } from "./adapter.js";
import { withAwsEnvironment } from "./environment.js";
import { createAmazonConnectFake } from "./fake.js";
import { amazonConnectSettings, type AmazonConnectSettings } from "./settings.js";
import { AMAZON_CONNECT_CONTACT } from "./wire.js";

/** Amazon Connect: the callbacks of one instance. */
export const amazonConnect: AdapterDefinition<AmazonConnectSettings> = {
  vendor: "AMAZON_CONNECT",
  productName: "Amazon Connect",
  description: "Amazon Connect, through its contact events and its contacts API.",
  settings: amazonConnectSettings,
  record: AMAZON_CONNECT_CONTACT,
  withEnvironment: withAwsEnvironment,
  create: createAmazonConnectAdapter,
  createFake: createAmazonConnectFake,
};
