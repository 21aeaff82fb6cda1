export * from "./operations.js";
export { documentIds, possibleTypes } from "./tables.js";
export { documentIdOf, textOf } from "./documents.js";
export { followCallbacks, type CallbackFeed, type FollowedCallbacks, type FollowOptions } from "./follow.js";
export { createTransport, type HttpHeaders, type HttpTransportOptions } from "./http-transport.js";
export { compareCallbacks, isFollowedByChanges, isMember, type CallbackChange, type CallbackRow } from "./matching.js";
export {
  OperationError,
  type OperationRequest,
  type OperationResult,
  type ResultError,
  type Transport,
} from "./transport.js";
