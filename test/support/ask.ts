import { print } from "graphql";
import type { TypedDocumentNode } from "@graphql-typed-document-node/core";

/** An answer as it came over the wire. */
export interface Answered<Data> {
  readonly data: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: { readonly code?: string };
  }[];
}

/** Asks over real HTTP; errors are part of the answer. */
export async function askAll<Data = Record<string, unknown>, Variables = Record<string, unknown>>(
  url: string,
  document: TypedDocumentNode<Data, Variables> | string,
  variables?: Variables,
): Promise<Answered<Data>> {
  const query = typeof document === "string" ? document : print(document);
  const response = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json, application/json" },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as Answered<Data>;
}

/** Asks over real HTTP; throws where the answer holds an error. */
export async function ask<Data = Record<string, unknown>, Variables = Record<string, unknown>>(
  url: string,
  document: TypedDocumentNode<Data, Variables> | string,
  variables?: Variables,
): Promise<Data> {
  const { data, errors } = await askAll(url, document, variables);
  if (errors !== undefined) throw new Error(JSON.stringify(errors));
  return data;
}
