import type { Demo } from "./demo.js";

/** Returns the text that the demo prints when it is ready: its URLs, and queries to paste. */
export function welcome(url: string, { addresses }: Demo): string {
  const width = Math.max(...Object.keys(addresses).map(({ length }) => length));
  const fakes = Object.entries(addresses).map(([name, address]) => `    ${name.padEnd(width)} ${address}`);
  return `
ringback demo: all data is FAKE. No vendor is called; these local fakes replace the vendors' APIs:
${fakes.join("\n")}

  Wallboard  ${url}/wallboard
  GraphiQL   ${url}/
  API        ${url}/graphql

Three queries to paste:

  # Open callbacks of all vendors, soonest first
  { callbacks(first: 50, orderBy: { field: WINDOW_START }, filter: { isOpen: true }) {
      totalCount nodes { vendor status customer { name phoneNumber } window { start end } }
      sources { source { name } freshness asOf } } }

  # Number of callbacks by vendor and status, and of overdue ones
  { callbackStatistics(groupBy: [VENDOR, STATUS]) { totalCount groups { vendor status count overdueCount } } }

  # Health and sync state of the sources
  { sources { name vendor capabilities health { state lastError { code message } } sync { coverage lag } } }

Real sources: copy ringback.example.yaml to ringback.yaml and set RINGBACK_CONFIG=ringback.yaml.
`;
}
