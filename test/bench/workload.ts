/** What every server of the comparison is asked, over the same vendors. */
export const TENANTS = ["north", "south", "west"] as const;
/** A tenant besides, whose one callback moves when it is told to. */
export const MOVING = "moving";
export const PER_TENANT = 1000;
export const FIRST = 50;

const FIELDS = `id vendorId vendor status vendorStatus isOpen nextAttemptAt window { start } customer { name phoneNumber }`;
export const LIST = `query List($first: Int!, $filter: CallbackFilter) {
  callbacks(first: $first, filter: $filter) { nodes { ${FIELDS} } }
}`;
export const ONE = `query One($id: ID!) { callback(id: $id) { ${FIELDS} } }`;
export const CUSTOMERS = `query Customers($first: Int!, $filter: CallbackFilter) {
  callbacks(first: $first, filter: $filter) { nodes { id customer { callbacks(first: 5) { nodes { id status } } } } }
}`;

export interface Operation {
  readonly query: string;
  readonly variables: object;
}

/** From long ago on: it leaves nothing out, and each is another query. */
const distinct = (index: number): object => ({
  window: { from: new Date(Date.parse("2020-01-01T00:00:00Z") + index * 1000).toISOString() },
});

export type WorkloadName =
  | "list of one source"
  | "list, the same"
  | "list, all different"
  | "one, by id"
  | "50 with their customers";

/** The nth operation of a workload. `ids` are known ones. */
export function operationOf(name: WorkloadName, index: number, ids: readonly string[]): Operation {
  switch (name) {
    case "list, the same":
      return { query: LIST, variables: { first: FIRST, filter: distinct(0) } };
    case "list of one source":
      return { query: LIST, variables: { first: FIRST, filter: { ...distinct(index + 1), sources: [TENANTS[0]] } } };
    case "list, all different":
      return { query: LIST, variables: { first: FIRST, filter: distinct(index + 1) } };
    case "one, by id":
      return { query: ONE, variables: { id: ids[index % ids.length] } };
    case "50 with their customers":
      return { query: CUSTOMERS, variables: { first: FIRST, filter: distinct(index + 1) } };
  }
}
