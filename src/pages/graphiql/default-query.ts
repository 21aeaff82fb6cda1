/** The query that the editor shows on the first visit. */
export const DEFAULT_QUERY = `# Open callbacks, soonest first. Run with Ctrl-Enter.
# Next page: set $after to endCursor.
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
    # Freshness of each source's data in this result.
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
