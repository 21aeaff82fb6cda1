import type { Words } from "../words.js";

export const kiosk: Words["kiosk"] = {
  page: (page, pages) => `${page} / ${pages}`,
  disconnected: (since, time) => `Nicht verbunden seit ${since} (${time}). Die Zahlen sind alt.`,
  signedOut: "Der Schlüssel dieses Bildschirms fehlt, ist abgelaufen oder widerrufen.",
  signedOutAdvice: "Neuer Schlüssel: ringback kiosk-key --name <Ort>, dann die ausgegebene Adresse öffnen.",
};
