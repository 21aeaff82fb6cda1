// npm run bench [section …]: the tables of docs/performance.md.
import { benchAbuse } from "./abuse.js";
import { benchBloat } from "./bloat.js";
import { benchCaches } from "./caches.js";
import { benchGateways } from "./gateways.js";
import { benchGrowth } from "./growth.js";
import { benchHanging } from "./hanging.js";
import { benchHttp } from "./http.js";
import { benchProfile } from "./profile.js";
import { benchRetention } from "./retention.js";
import { benchStores } from "./stores.js";
import { benchSubscriptions } from "./subscriptions.js";

const SECTIONS: Readonly<Record<string, () => Promise<string>>> = {
  http: benchHttp,
  hanging: benchHanging,
  subscriptions: benchSubscriptions,
  caches: benchCaches,
  gateways: benchGateways,
  growth: benchGrowth,
  profile: benchProfile,
  stores: benchStores,
  bloat: benchBloat,
  retention: benchRetention,
  abuse: benchAbuse,
};

const wanted = process.argv.slice(2);
for (const name of wanted.length === 0 ? Object.keys(SECTIONS) : wanted) {
  const section = SECTIONS[name];
  if (section === undefined) throw new Error(`no section ${name}: there are ${Object.keys(SECTIONS).join(", ")}`);
  console.log(`${await section()}\n`);
}
