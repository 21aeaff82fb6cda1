/** The fields of a callback in lists: enough to decide, short enough for the context of a model. */
const CALLBACK_ROW = `fragment CallbackRow on Callback {
  id vendor source { name displayName } queue { id name vendorId } status isOpen isOverdue dueAt waitingSince
  window { start end timeZone } nextAttemptAt attemptCount reason
  customer { id name phoneNumber phoneNumberRaw openCallbackCount }
  assignment { agent { id name vendorId } }
}`;

const MUTATION_RESULT = `callback { ...CallbackRow } receipt { trackingId respondedAt } userErrors { code message field }`;

/** The operations of the tools. Their variables are the arguments, described by the schema. */
export const LIST_CALLBACKS = `query ListCallbacks(
  $vendors: [Vendor!], $sources: [String!], $isOpen: Boolean, $isOverdue: Boolean, $statuses: [CallbackStatus!],
  $queueIds: [ID!], $agentIds: [ID!], $phoneNumbers: [PhoneNumber!], $window: DateTimeRange, $dueAt: DateTimeRange,
  $createdAt: DateTimeRange, $endedAt: DateTimeRange, $orderBy: CallbackOrderField = URGENCY,
  $direction: OrderDirection = ASC, $first: Int = 20, $after: String
) {
  callbacks(
    filter: {
      vendors: $vendors, sources: $sources, isOpen: $isOpen, isOverdue: $isOverdue, statuses: $statuses,
      queueIds: $queueIds, agentIds: $agentIds, phoneNumbers: $phoneNumbers, window: $window, dueAt: $dueAt,
      createdAt: $createdAt, endedAt: $endedAt
    }
    orderBy: { field: $orderBy, direction: $direction }, first: $first, after: $after
  ) {
    totalCount
    pageInfo { hasNextPage }
    edges { cursor node { ...CallbackRow } }
    sources { source { name } freshness asOf reason error { code message } }
  }
}
${CALLBACK_ROW}`;

export const LIST_REPEAT_CUSTOMERS = `query ListRepeatCustomers(
  $minOpenCallbacks: Int = 2, $acrossSources: Boolean, $sources: [String!], $first: Int = 20, $after: String
) {
  customers(
    filter: { minOpenCallbacks: $minOpenCallbacks, acrossSources: $acrossSources, sources: $sources }
    first: $first, after: $after
  ) {
    totalCount
    pageInfo { hasNextPage }
    edges { cursor node { id name phoneNumber phoneNumberRaw openCallbackCount } }
  }
}`;

export const GET_CUSTOMER = `query GetCustomer($id: ID!, $first: Int = 20, $after: String) {
  node(id: $id) {
    ... on Customer {
      id name phoneNumber phoneNumberRaw openCallbackCount
      callbacks(first: $first, after: $after) {
        totalCount
        pageInfo { hasNextPage }
        edges {
          cursor
          node {
            id source { name } queue { name } status isOpen isOverdue dueAt window { start end timeZone } outcome { category }
          }
        }
      }
    }
  }
}`;

export const GET_CALLBACK = `query GetCallback($id: ID!) {
  callback(id: $id) {
    ...CallbackRow
    vendorId vendorStatus statusBasis statusChangedAt createdAt updatedAt firstAttemptAt endedAt promise timing channel
    isPresentAtVendor observedAt
    outcome { category code label }
    estimate { callAt wait waitlistPosition }
    history(first: 10) { nodes { kind previousStatus status changedFields observedAt } }
  }
}
${CALLBACK_ROW}`;

export const COUNT_CALLBACKS = `query CountCallbacks(
  $groupBy: [StatisticsDimension!]!, $timeZone: TimeZone = "UTC", $vendors: [Vendor!], $sources: [String!],
  $isOpen: Boolean, $isOverdue: Boolean, $statuses: [CallbackStatus!], $queueIds: [ID!], $window: DateTimeRange,
  $dueAt: DateTimeRange
) {
  callbackStatistics(
    filter: {
      vendors: $vendors, sources: $sources, isOpen: $isOpen, isOverdue: $isOverdue, statuses: $statuses,
      queueIds: $queueIds, window: $window, dueAt: $dueAt
    }
    groupBy: $groupBy, timeZone: $timeZone
  ) {
    totalCount
    groups {
      vendor source { name displayName } status queue { id name vendorId } agent { id name vendorId } bucketStart
      count waitingCount overdueCount oldestWaitingSince promiseKeptToday promiseBrokenToday
    }
  }
}`;

export const GET_PERFORMANCE = `query GetPerformance(
  $range: DateTimeRange!, $interval: PerformanceInterval = DAY, $timeZone: TimeZone = "UTC",
  $groupBy: [PerformanceDimension!] = [], $vendors: [Vendor!], $sources: [String!], $queueIds: [ID!]
) {
  callbackPerformance(
    range: $range, interval: $interval, timeZone: $timeZone, groupBy: $groupBy
    filter: { vendors: $vendors, sources: $sources, queueIds: $queueIds }
  ) {
    groups {
      vendor source { name displayName } queue { id name vendorId } agent { id name vendorId }
      total { ...Figures }
      intervals { start figures { ...Figures } }
    }
  }
}
fragment Figures on CallbackFigures {
  opened ended completed failed canceled expired promiseKept promiseBroken waited { p50 p90 max } attempts { mean }
}`;

export const LIST_SOURCES = `query ListSources {
  sources {
    name displayName vendor capabilities
    health { state since lastError { code message retryAfter } }
    sync { coverage lastCompletedAt overdueKeyCount }
  }
}`;

export const SCHEDULE_CALLBACK = `mutation ScheduleCallback(
  $source: String!, $phoneNumber: PhoneNumber!, $window: CallbackWindowInput, $customerName: String, $reason: String,
  $queueId: String, $campaignId: String, $agentId: ID, $idempotencyKey: String!
) {
  scheduleCallback(
    input: {
      source: $source, phoneNumber: $phoneNumber, window: $window, customerName: $customerName, reason: $reason,
      queueId: $queueId, campaignId: $campaignId, agentId: $agentId, idempotencyKey: $idempotencyKey
    }
  ) { ${MUTATION_RESULT} }
}
${CALLBACK_ROW}`;

export const RESCHEDULE_CALLBACK = `mutation RescheduleCallback(
  $id: ID!, $window: CallbackWindowInput!, $agentId: ID, $idempotencyKey: String!
) {
  rescheduleCallback(input: { id: $id, window: $window, agentId: $agentId, idempotencyKey: $idempotencyKey }) {
    ${MUTATION_RESULT}
  }
}
${CALLBACK_ROW}`;

export const CANCEL_CALLBACK = `mutation CancelCallback($id: ID!, $idempotencyKey: String!) {
  cancelCallback(input: { id: $id, idempotencyKey: $idempotencyKey }) { ${MUTATION_RESULT} }
}
${CALLBACK_ROW}`;
