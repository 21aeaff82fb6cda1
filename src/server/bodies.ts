import type { FastifyInstance } from "fastify";
import { createRecentlyUsed } from "../callback/recently-used.js";
import { createSeenLately } from "../callback/seen-lately.js";

const BODIES_KEPT = 200;
/** Longer ones would be most of what is in memory. */
const LONGEST_KEPT = 10_000;

/**
 * Reads JSON. Dashboards send the same again and again: what is the same to the letter is the very same object from the
 * second time on, and not read again. Whoever is given it changes nothing in it.
 */
export function readBodies(scope: FastifyInstance, isCaching: boolean): void {
  const read = scope.getDefaultJsonParser("error", "error");
  if (!isCaching) {
    scope.addContentTypeParser("application/json", { parseAs: "string" }, read);
    return;
  }
  const known = createRecentlyUsed<string, object>(BODIES_KEPT);
  const isSeen = createSeenLately();
  scope.addContentTypeParser<string>("application/json", { parseAs: "string" }, (request, text, done) => {
    const body = known.get(text);
    if (body !== undefined) return done(null, body);
    void read(request, text, (error, made: unknown) => {
      const isObject = error === null && typeof made === "object" && made !== null;
      if (isObject && text.length <= LONGEST_KEPT && isSeen(text)) known.set(text, made);
      done(error, made);
    });
  });
}
