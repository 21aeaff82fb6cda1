import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { SetContextLink } from "@apollo/client/link/context";
import { ErrorLink } from "@apollo/client/link/error";
import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import type { DocumentNode } from "graphql";
import { textOf } from "../../../packages/client/src/documents.js";
import { credentialsOf, type Session } from "./session.js";

/** Sends exactly the stored documents, because a gateway with trusted documents executes no others. */
class PlainCache extends InMemoryCache {
  override transformDocument(document: DocumentNode): DocumentNode {
    return document;
  }
}

/** A client of the public API over HTTP at this address. A rejected viewer is shown the token form. */
export function createClient(session: Session, uri: string): ApolloClient {
  const refusals = new ErrorLink(({ error, operation }) => {
    if (isUnauthenticated(error)) session.refuse(operation.getContext()["token"] as string | null);
  });
  const credentials = new SetContextLink(({ headers }) => {
    const token = session.token.get();
    return { token, headers: { ...(headers as Record<string, string> | undefined), ...credentialsOf(token) } };
  });
  const http = new HttpLink({ uri, print: textOf });
  return new ApolloClient({
    link: ApolloLink.from([refusals, credentials, http]),
    cache: new PlainCache(),
    // The board is the cache: its data comes from the list and its changes alone.
    defaultOptions: {
      query: { fetchPolicy: "no-cache" },
      watchQuery: { fetchPolicy: "no-cache" },
      mutate: { fetchPolicy: "no-cache" },
    },
  });
}

/** True if the API requires authentication. */
export function isUnauthenticated(error: unknown): boolean {
  if (ServerError.is(error)) return error.statusCode === 401;
  return CombinedGraphQLErrors.is(error) && error.errors.some(({ extensions }) => extensions?.["code"] === UNKNOWN);
}

const UNKNOWN = "UNAUTHENTICATED";
