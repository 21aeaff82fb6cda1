import { createPlural } from "../plural.js";
import type { Words } from "../words.js";

const plural = createPlural("de");

export const shell: Words["shell"] = {
  title: "Ringback-Rückruftafel",
  skip: "Zur Liste der Rückrufe springen",
  views: "Seiten",
  today: "Heute",
  tomorrow: "Morgen",
  yesterday: "Gestern",
  loading: "Lädt …",
  close: "Schließen",
  settings: "Anzeige einstellen",
  language: "Sprache",
  clock: "Uhr",
  clocks: { auto: "Wie dieser Browser", "12": "12 Stunden", "24": "24 Stunden" },
  announcements: "Änderungen für Screenreader vorlesen",
  schedule: "Rückruf eintragen",
  live: "Live",
  liveAgain: (changes) => `Wieder live – ${plural(changes, { one: "Änderung", other: "Änderungen" })} nachgeholt`,
  partlyLive: (out, all) => `${out} von ${all} Quellen ausgefallen`,
  reconnecting: "Verbindet neu …",
  signedOut: "Abgemeldet",
  tokenRequired: "Dieses Gateway verlangt eine Anmeldung.",
  tokenRejected: "Das Gateway nimmt dieses Token nicht (mehr) an.",
  token: "Token oder API-Schlüssel",
  tokenNote: "Das Token bleibt bis zum Schließen dieses Tabs gespeichert und geht nur an dieses Gateway.",
  signIn: "Anmelden",
  messages: "Meldungen",
  gatewayLost: (since) =>
    `Seit ${since} keine Verbindung zum Gateway. Alles auf dieser Seite ist von dann. Sie verbindet sich von selbst neu.`,
  gatewayNeverReached: "Das Gateway ist nicht erreichbar. Die Seite versucht es von selbst wieder.",
  sourceOut: (source, since, asOf) =>
    asOf === null
      ? `${source} seit ${since} ausgefallen, die Rückrufe sind unvollständig`
      : `${source} seit ${since} ausgefallen, die Rückrufe sind von ${asOf}`,
  sourcesOut: (out, all, which) => `${out} von ${all} Quellen sind nicht lesbar: ${which}.`,
  summary: (changes, added, ended) =>
    `${plural(changes, { one: "Änderung", other: "Änderungen" })}: ${added} neu, ${ended} beendet.`,
};
