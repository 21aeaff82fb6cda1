/** What the editor holds when somebody comes for the first time. */
export const DEFAULT_QUERY = `# Who waits for a call, over every source, soonest first?
# Run it with Ctrl-Enter; on the next page pass "after": the endCursor of this one.
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
