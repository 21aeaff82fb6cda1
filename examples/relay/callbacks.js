// Fragments of a page built with Relay: a list that loads more, a row, details refetched by global id, a mutation and a
// subscription. `npm run lint:schema` compiles them, and fails if the schema breaks one of Relay's conventions.
import { graphql } from "relay-runtime";

export const page = graphql`
  query callbacksPageQuery($filter: CallbackFilter) {
    ...callbacksList @arguments(filter: $filter)
  }
`;

export const list = graphql`
  fragment callbacksList on Query
  @argumentDefinitions(
    filter: { type: "CallbackFilter" }
    first: { type: "Int", defaultValue: 50 }
    after: { type: "String" }
  )
  @refetchable(queryName: "callbacksListQuery") {
    callbacks(filter: $filter, first: $first, after: $after) @connection(key: "callbacks_callbacks") {
      totalCount
      changeCursor
      edges {
        node {
          id
          ...callbacksRow
        }
      }
    }
  }
`;

export const row = graphql`
  fragment callbacksRow on Callback {
    vendor
    status
    isOpen
    customer {
      name
    }
    window {
      start
    }
  }
`;

export const details = graphql`
  fragment callbacksDetails on Callback @refetchable(queryName: "callbacksDetailsQuery") {
    ...callbacksRow
    customer {
      callbacks(first: 5) {
        nodes {
          id
        }
      }
    }
    assignment {
      agent {
        ...callbacksAgent
      }
    }
  }
`;

export const agent = graphql`
  fragment callbacksAgent on Agent
  @argumentDefinitions(first: { type: "Int", defaultValue: 20 }, after: { type: "String" })
  @refetchable(queryName: "callbacksAgentQuery") {
    vendorId
    callbacks(first: $first, after: $after) @connection(key: "callbacksAgent_callbacks") {
      edges {
        node {
          ...callbacksRow
        }
      }
    }
  }
`;

export const schedule = graphql`
  mutation callbacksScheduleMutation($input: ScheduleCallbackInput!) {
    scheduleCallback(input: $input) {
      callback {
        id
        ...callbacksRow
      }
      userErrors {
        code
        message
        field
      }
    }
  }
`;

export const changes = graphql`
  subscription callbacksChangesSubscription($filter: CallbackFilter, $after: String) {
    callbackChanged(filter: $filter, after: $after) {
      cursor
      kind
      status
      callback {
        id
        ...callbacksRow
      }
    }
  }
`;
