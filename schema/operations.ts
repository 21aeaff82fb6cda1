/** The stored operations of the package `@ringback/client`, for the wallboard and the tests of this checkout. */
export * from "../packages/client/src/operations.js";
