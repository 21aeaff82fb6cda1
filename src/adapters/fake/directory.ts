/** An entry of a fake's directory. */
export interface FakeEntry {
  readonly id: string;
  readonly name: string;
}

const FIRST_NAMES = ["Aisha", "Ben", "Carla", "David", "Emma", "Felix", "Gloria", "Henry", "Isabel", "Jamal", "Karin"];
const LAST_NAMES = ["Almeida", "Brandt", "Castillo", "Dahl", "Evans", "Fontaine", "Gupta", "Hansen", "Ito"];
const QUEUE_NAMES = ["Billing", "Support", "Sales", "Premium", "Orders", "Returns", "Technical", "Renewals"];

/**
 * Agents with these ids, each with a name: equal places have equal names. `first` is the place of the first one in the
 * list of names, so that the teams of two vendors differ.
 */
export function fakeAgents(ids: readonly (string | number)[], first = 0): readonly FakeEntry[] {
  return ids.map((id, index) => ({
    id: String(id),
    name: `${FIRST_NAMES[(first + index) % FIRST_NAMES.length] ?? ""} ${LAST_NAMES[(first + index) % LAST_NAMES.length] ?? ""}`,
  }));
}

/** Queues with these ids, each with a name. `suffix` is what the vendor calls them, if that is part of the name. */
export function fakeQueues(ids: readonly (string | number)[], suffix = ""): readonly FakeEntry[] {
  return ids.map((id, index) => ({
    id: String(id),
    name: `${QUEUE_NAMES[index % QUEUE_NAMES.length] ?? ""}${suffix}`,
  }));
}

/** A page of entries, the first page being 0. */
export function pageOf<Entry>(
  entries: readonly Entry[],
  page: number,
  size: number,
): { readonly entries: readonly Entry[]; readonly pages: number } {
  return {
    entries: entries.slice(page * size, (page + 1) * size),
    pages: Math.max(1, Math.ceil(entries.length / size)),
  };
}

/** Names as the settings of a source have them. */
export function namesOf(entries: readonly FakeEntry[]): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map(({ id, name }) => [id, name]));
}
