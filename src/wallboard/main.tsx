import "./styles/base.css";
import "./styles/frame.css";
import "./styles/list.css";
import "./styles/panels.css";
import "./styles/details.css";
import "./styles/queues.css";
import "./styles/trends.css";
import "./styles/kiosk.css";
import "./styles/print.css";
import { ApolloProvider } from "@apollo/client/react";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createAddress } from "./shell/address.js";
import { App } from "./shell/app.js";
import { takeKey } from "./kiosk/kiosk-key.js";
import { ViewerDocument, WallboardCursorDocument, WallboardSourcesDocument } from "../../schema/operations.js";
import { createChangeFeed } from "./data/change-feed.js";
import { createClient } from "./data/client.js";
import { startFeed } from "./data/feed.js";
import { readQuery } from "./data/live-query.js";
import { createLiveValue } from "./data/live-value.js";
import { createPolled } from "./data/polled.js";
import { createPreferences } from "./data/preferences.js";
import { createSession } from "./data/session.js";
import { createTail } from "./data/tail.js";
import { createToasts } from "./data/toasts.js";
import { WallProvider, type Wall } from "./data/wall.js";

const FRAME_MS = 60;
const LONGEST_PAUSE_MS = 10_000;
const SOURCES_MS = 5000;
const VIEWER_MS = 60_000;

/** Longer after every attempt that failed, and never the same for two walls. */
function pause(attempt: number): Promise<void> {
  const longest = Math.min(LONGEST_PAUSE_MS, 250 * 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, longest * (0.5 + Math.random() / 2)));
}

/** Also where the page came over plain HTTP, and the browser gives no UUIDs. */
function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const place = document.getElementById("wallboard");
if (place === null) throw new Error("the page has no element #wallboard");

// Relative to the page: a proxy may serve both below any path.
const api = new URL("graphql", document.baseURI).href;
const isKiosk = new URLSearchParams(window.location.search).has("kiosk");
// A screen starts again by itself, without anybody who could enter its key.
const session = createSession(isKiosk ? window.localStorage : window.sessionStorage);
const key = takeKey(window);
if (key !== null) session.signIn(key);
const client = createClient(session, api);
const changes = createChangeFeed((task) => setTimeout(task, FRAME_MS));
const tail = createTail(api.replace(/^http/u, "ws"), session);
const ticks = createLiveValue(Date.now());
setInterval(() => ticks.set(Date.now()), 1000);

const preferences = createPreferences({
  storage: window.localStorage,
  parameters: new URLSearchParams(window.location.search),
  languages: navigator.languages,
});

const sources = createPolled(() => readQuery(client, WallboardSourcesDocument, {}), SOURCES_MS, Date.now);
const viewer = createPolled(() => readQuery(client, ViewerDocument, {}), VIEWER_MS, Date.now);
const readCursor = async (): Promise<string> =>
  (await readQuery(client, WallboardCursorDocument, {})).callbacks.changeCursor;
const feed = startFeed({ readCursor, changes, session, tail, clock: Date.now, pause });
feed.connection.subscribe(() => {
  if (feed.connection.get().state !== "live") return;
  sources.refresh();
  viewer.refresh();
});

const wall: Wall = {
  changes,
  sources,
  viewer,
  toasts: createToasts(),
  session,
  ticks,
  preferences,
  newKey,
  feed,
  address: createAddress(window),
  timeZone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
};

createRoot(place).render(
  <StrictMode>
    <ApolloProvider client={client}>
      <WallProvider value={wall}>
        <App />
      </WallProvider>
    </ApolloProvider>
  </StrictMode>,
);
