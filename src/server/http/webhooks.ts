import type { IncomingHttpHeaders } from "node:http";
import type { FastifyInstance, FastifyReply } from "fastify";
import type { Logger } from "pino";
import { z } from "zod";
import { RefusedDelivery } from "../../domain/vendor/delivery.js";
import { GatewayError } from "../../domain/errors.js";
import type { Clock } from "../../domain/time/instant.js";
import { findE164OfDigits, isIdentifyingNumber, writtenNumber } from "../../domain/phone/phone-number.js";
import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import { sees, type Caller } from "../../domain/caller.js";
import { isSameSecret } from "../../lib/secret.js";
import type { Hints } from "../../sync/hints.js";
import { addressOfRequest } from "../auth/address.js";
import { bearerOf, type Authenticator } from "../auth/authentication.js";
import { httpStatusOf } from "./http-status.js";
import { rejectUnauthenticated } from "../auth/request-authenticator.js";
import type { FailedLogins } from "../auth/failed-logins.js";
import { reject } from "./rejection.js";

export interface WebhookOptions {
  readonly hints: Hints;
  readonly authenticator: Authenticator;
  readonly failedLogins: FailedLogins;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The token that permits change hints without a caller of the scope; null for none. */
  readonly hintToken: () => string | null;
  /** A larger body is rejected while it arrives: its sender is not authenticated yet. */
  readonly maxBytes: number;
}

const key = z.union([z.string().min(1).max(256), z.int().transform(String)]);
/** E.164 where it can be read so, else the number as a vendor may hold it. A JSON number has lost its plus. */
const phoneNumber = z
  .union([z.string().max(64), z.int().positive()])
  .refine((sent) => isIdentifyingNumber(String(sent)))
  .transform((sent) => {
    const text = String(sent);
    return (typeof sent === "number" ? findE164OfDigits(text, null) : null) ?? writtenNumber(text);
  });
const hintBody = z.union([
  z.strictObject({ phoneNumber }).transform((hint): VendorQuery => ({ by: "phoneNumber", ...hint })),
  z.strictObject({ agentId: key }).transform((hint): VendorQuery => ({ by: "agent", ...hint })),
  z.strictObject({ customerId: key }).transform((hint): VendorQuery => ({ by: "customer", ...hint })),
  z.strictObject({ id: key }).transform(({ id }): VendorQuery => ({ by: "id", vendorId: id })),
]);

const HINT_EXPECTED =
  "expected JSON with exactly one of phoneNumber, agentId, customerId and id; phoneNumber must not have an " +
  "extension or be a placeholder for a withheld number";

interface SourceRoute {
  readonly Params: { readonly source: string };
  readonly Body: Buffer | undefined;
}

/**
 * `POST /webhooks/:source` receives the webhooks of vendors. `POST /webhooks/:source/hint` receives change hints, with
 * the bearer token of the settings, or from a caller with rights on the source. Both respond 202 at once; then the
 * gateway fetches from the vendor.
 */
export function serveWebhooks(
  app: FastifyInstance,
  { hints, hintToken: currentToken, maxBytes, authenticator, failedLogins, clock, logger }: WebhookOptions,
): void {
  void app.register(async (scope) => {
    // Signatures are of the bytes: nothing may have read them before.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: maxBytes }, (_, body, done) => done(null, body));

    scope.post<SourceRoute>("/webhooks/:source", async (request, reply) => {
      const { params, body, headers } = request;
      const { source } = params;
      const secretHeader = hints.secretHeaderOf(source);
      const take = async (isGuessing: boolean): Promise<void> => {
        if (isGuessing && secretHeader !== null) throw unproven();
        try {
          await hints.deliver(source, body ?? Buffer.alloc(0), headers);
        } catch (error) {
          if (!(error instanceof RefusedDelivery) || error.reason !== "UNAUTHENTICATED") throw error;
          // The response reveals nothing about the source: the operator reads it in the log.
          const named = hints.knows(source) ? { source } : {};
          if (!isGuessing) logger.warn({ ...named, reason: error.message }, "webhook delivery rejected");
          throw unproven();
        }
      };
      const proof = `webhook ${source} ${secretHeader === null ? "" : String(headers[secretHeader])}`;
      try {
        const credentials = { authorization: proof };
        return await accept(reply, () => failedLogins.attempt(credentials, addressOfRequest(request), take));
      } catch (error) {
        return rejectUnauthenticated(reply, error, clock);
      }
    });

    /** Null for a sender with the hint token. */
    const identify = async (headers: IncomingHttpHeaders, isGuessing: boolean): Promise<Caller | null> => {
      const hintToken = currentToken();
      const token = bearerOf(headers.authorization);
      if (!isGuessing && hintToken !== null && token !== null && isSameSecret(token, hintToken)) return null;
      if (authenticator.isOn) return authenticator.authenticate(headers, isGuessing);
      throw new GatewayError("UNAUTHENTICATED", "the header authorization must contain the hint token");
    };

    scope.post<SourceRoute>("/webhooks/:source/hint", async (request, reply) => {
      const { params, body, headers } = request;
      const { source } = params;
      if (currentToken() === null && !authenticator.isOn) {
        return reject(reply, 403, "hints are disabled: the settings have no server.hintToken");
      }
      try {
        const caller = await failedLogins.attempt(headers, addressOfRequest(request), (isGuessing) =>
          identify(headers, isGuessing),
        );
        if (caller !== null && !mayHint(caller)) {
          return reject(reply, 403, "missing scope admin or callbacks:write");
        }
        if (caller !== null && !sees(caller, source)) return rejectUnknownSource(reply);
      } catch (error) {
        return rejectUnauthenticated(reply, error, clock);
      }
      if (!hints.knows(source)) return rejectUnknownSource(reply);
      const query = readHint(body);
      return query === null ? reject(reply, 400, HINT_EXPECTED) : accept(reply, () => hints.hint(source, query));
    });
  });
}

/** The same for every source, whether it exists, has webhooks, or neither. */
function unproven(): GatewayError {
  const message = "this delivery is not authenticated as the source's settings require: see the gateway's log";
  return new GatewayError("UNAUTHENTICATED", message);
}

function mayHint({ scopes }: Caller): boolean {
  return scopes.has("admin") || scopes.has("callbacks:write");
}

function rejectUnknownSource(reply: FastifyReply): FastifyReply {
  return reject(reply, 404, "unknown source");
}

async function accept(reply: FastifyReply, take: () => void | Promise<void>): Promise<FastifyReply> {
  try {
    await take();
  } catch (error) {
    if (error instanceof RefusedDelivery) return reject(reply, httpStatusOf(error.reason), error.message);
    if (error instanceof GatewayError && error.code === "UNSUPPORTED") {
      return reject(reply, httpStatusOf(error.code), error.message, error.code);
    }
    throw error;
  }
  return reply.code(202).send({ status: "accepted" });
}

function readHint(body: Buffer | undefined): VendorQuery | null {
  try {
    return hintBody.parse(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    return null;
  }
}
