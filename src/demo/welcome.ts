import type { Demo } from "./demo.js";

/** What the demo says when it is ready: that it is one, where to click, and what to paste. */
export function welcome(url: string, { addresses }: Demo): string {
  const fakes = Object.entries(addresses).map(([name, address]) => `    ${name.padEnd(14)} ${address}`);
  return `
ringback demo: everything here is FAKE. No vendor is called; these fakes stand in for their clouds:
${fakes.join("\n")}

  Wallboard  ${url}/wallboard
  GraphiQL   ${url}/
  API        ${url}/graphql

Three queries to paste:

  # Who waits for a call, over all vendors, soonest first?
  { callbacks(first: 50, orderBy: { field: WINDOW_START }, filter: { isOpen: true }) {
      totalCount nodes { vendor status customer { name phoneNumber } window { start end } }
      sources { source { name } freshness asOf } } }

  # How many, by vendor and status, and how many are overdue?
  { callbackStatistics(groupBy: [VENDOR, STATUS]) { totalCount groups { vendor status count overdueCount } } }

  # How do the sources fare?
  { sources { name vendor capabilities health { state lastError { code message } } sync { coverage lag } } }

Real sources: copy ringback.example.yaml to ringback.yaml and set RINGBACK_CONFIG=ringback.yaml.
`;
}
