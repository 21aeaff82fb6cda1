import { createPlural } from "../plural.js";

const plural = createPlural("en");

/** The texts around the pages: header, connection, settings and sign-in. */
export const shell = {
  title: "Ringback wallboard",
  skip: "Skip to the list of callbacks",
  views: "Pages",
  today: "Today",
  tomorrow: "Tomorrow",
  yesterday: "Yesterday",
  loading: "Loading …",
  close: "Close",
  settings: "Display settings",
  language: "Language",
  clock: "Clock",
  clocks: { auto: "As this browser", "12": "12 hours", "24": "24 hours" },
  announcements: "Read changes out to screen readers",
  schedule: "Schedule a callback",
  live: "Live",
  liveAgain: (changes: number) => `Live again – ${plural(changes, { one: "change", other: "changes" })} replayed`,
  partlyLive: (out: number, all: number) => `${out} of ${all} sources out`,
  reconnecting: "Reconnecting …",
  signedOut: "Signed out",
  tokenRequired: "This gateway requires authentication.",
  tokenRejected: "The gateway does not accept this token (any more).",
  token: "Token or API key",
  tokenNote: "The token is stored until this tab is closed, and sent only to this gateway.",
  signIn: "Sign in",
  messages: "Messages",
  gatewayLost: (since: string) =>
    `No connection to the gateway since ${since}. Everything on this page is as of then. It reconnects by itself.`,
  gatewayNeverReached: "The gateway cannot be reached. The page tries again by itself.",
  sourceOut: (source: string, since: string, asOf: string | null) =>
    asOf === null
      ? `${source} out since ${since}, its callbacks are incomplete`
      : `${source} out since ${since}, its callbacks are as of ${asOf}`,
  sourcesOut: (out: number, all: number, which: string) => `${out} of ${all} sources cannot be read: ${which}.`,
  summary: (changes: number, added: number, ended: number) =>
    `${plural(changes, { one: "change", other: "changes" })}: ${added} new, ${ended} ended.`,
};
