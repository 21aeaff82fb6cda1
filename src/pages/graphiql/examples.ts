const WAITING = `# Open callbacks, soonest first. Run with Ctrl-Enter.
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

const OVERDUE = `# Callbacks that were promised by now, the longest overdue first.
query OverdueCallbacks {
  callbacks(filter: { isOverdue: true }, orderBy: { field: URGENCY }) {
    totalCount
    nodes {
      id
      vendor
      status
      dueAt
      queue {
        name
      }
      customer {
        name
        openCallbackCount
      }
    }
  }
}
`;

const FIGURES = `# How many callbacks wait, by source and queue.
query CallbackFigures {
  callbackStatistics(groupBy: [SOURCE, QUEUE], filter: { isOpen: true }) {
    totalCount
    groups {
      source {
        name
      }
      queue {
        name
      }
      count
      overdueCount
      oldestWaitingSince
    }
  }
}
`;

const CHANGES = `# Changes as they happen, from now on.
subscription FollowChanges {
  callbackChanged {
    kind
    changedFields
    previousStatus
    status
    callback {
      id
      vendor
      customer {
        name
      }
    }
    cursor
  }
}
`;

/** The tabs of the editor on the first visit. Their names are those of the operations. */
export const EXAMPLES = [WAITING, OVERDUE, FIGURES, CHANGES].map((query) => ({ query }));
