/** What the editor holds when somebody comes for the first time. */
export const DEFAULT_QUERY = `# Who waits for a call, soonest first? (Ctrl-Enter runs it.)
# The next page: put the endCursor into $after.
query WaitingCallbacks($first: Int = 20, $after: String) {
  callbacks(
    first: $first
    after: $after
    orderBy: { field: WINDOW_START }
    filter: { isOpen: true }
  ) {
    totalCount
    nodes {
      id
      vendor
      status
      customer {
        name
        phoneNumber
      }
      window {
        start
        end
        timeZone
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
    # How new each source's part of this answer is.
    sources {
      source {
        name
      }
      freshness
      asOf
    }
  }
}
`;
