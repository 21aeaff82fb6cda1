import { Field, Int, ObjectType } from "type-graphql";
import { encodeCustomerCursor } from "../../domain/customer-cursor.js";
import type { StoredCallback } from "../../domain/query.js";
import type { Loaders } from "../../loaders/loaders.js";
import { canReadPii, maskPii } from "../masking.js";
import { PageInfoType } from "../page-info.type.js";
import { CustomerType } from "./customer.type.js";

@ObjectType("CustomerEdge", { description: "A customer and the cursor.", simpleResolvers: true })
export class CustomerEdgeType {
  @Field(() => String, { description: "Cursor of this customer, for `after`." })
  readonly cursor: string;

  @Field(() => CustomerType, { description: "The customer." })
  readonly node: CustomerType;

  constructor(cursor: string, node: CustomerType) {
    this.cursor = cursor;
    this.node = node;
  }
}

@ObjectType("CustomerConnection", {
  description: "A page of a list of customers, by the Relay specification.",
  simpleResolvers: true,
})
export class CustomerConnectionType {
  @Field(() => [CustomerEdgeType], { description: "The customers of this page, each with the cursor." })
  readonly edges: readonly CustomerEdgeType[];

  @Field(() => [CustomerType], { description: "The customers of this page." })
  readonly nodes: readonly CustomerType[];

  @Field(() => PageInfoType, { description: "Whether there are more pages, and the cursors to request them." })
  readonly pageInfo: PageInfoType;

  @Field(() => Int, { description: "Number of matching customers on all pages." })
  readonly totalCount: number | null;

  constructor(page: Awaited<ReturnType<Loaders["customers"]>>, hasPreviousPage: boolean, loaders: Loaders) {
    this.edges = page.customers.map(
      (customer) =>
        new CustomerEdgeType(encodeCustomerCursor(customer), toCustomer(customer.row, loaders, customer.openCount)),
    );
    this.nodes = this.edges.map(({ node }) => node);
    this.pageInfo = new PageInfoType(
      { hasNextPage: page.hasNextPage, hasPreviousPage },
      this.edges.map(({ cursor }) => cursor),
    );
    this.totalCount = page.totalCount;
  }
}

/** The customer of a callback, as its record has it. */
export function toCustomer(row: StoredCallback, loaders: Loaders, openCount: number | null = null): CustomerType {
  const { callback } = canReadPii(loaders.caller) ? row : maskPii(row);
  return new CustomerType(callback.customer, loaders.customerOf(row.callback), openCount);
}
