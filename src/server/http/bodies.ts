import type { FastifyInstance } from "fastify";
import { createSeenLately } from "../../lib/seen-lately.js";
import { createCache } from "../../lib/cache.js";

const BODIES_BYTES = 8_388_608;
/** The text, what it was read into, and the operation that it turned out to be. */
const BYTES_A_CHARACTER = 20;
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
  const known = createCache<string, object>("request_bodies", {
    maxBytes: BODIES_BYTES,
    bytesOf: (text) => BYTES_A_CHARACTER * text.length,
  });
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
