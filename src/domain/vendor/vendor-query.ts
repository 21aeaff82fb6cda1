/**
 * A query to a vendor. Each kind except `id` names a set of callbacks, so a complete response also shows which ones the
 * vendor no longer has.
 */
export type VendorQuery =
  | { readonly by: "list" }
  /** Every callback that is not over. */
  | { readonly by: "openList" }
  /** Callbacks that ended lately. */
  | { readonly by: "ended" }
  /** One page of the list, 0 being the first. */
  | { readonly by: "listPage"; readonly page: number }
  /** E.164, or the form that the vendor stores. */
  | { readonly by: "phoneNumber"; readonly phoneNumber: string }
  | { readonly by: "agent"; readonly agentId: string }
  | { readonly by: "customer"; readonly customerId: string }
  | { readonly by: "id"; readonly vendorId: string };

/** A query as text: equal queries have equal keys. */
export function vendorQueryKey(query: VendorQuery): string {
  switch (query.by) {
    case "list":
      return "list";
    case "openList":
      return "openList";
    case "ended":
      return "ended";
    case "listPage":
      return `listPage:${query.page}`;
    case "phoneNumber":
      return `phoneNumber:${query.phoneNumber}`;
    case "agent":
      return `agent:${query.agentId}`;
    case "customer":
      return `customer:${query.customerId}`;
    case "id":
      return `id:${query.vendorId}`;
  }
}
