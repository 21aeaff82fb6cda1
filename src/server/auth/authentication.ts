import { createHash } from "node:crypto";
import { setMaxListeners } from "node:events";
import { ANYBODY, type Caller } from "../../domain/caller.js";
import { GatewayError } from "../../domain/errors.js";
import type { Connect } from "../../lib/connect.js";
import type { Clock } from "../../domain/time/instant.js";
import type { ApiKeySettings, AuthSettings } from "./auth-settings.js";
import { identityOf } from "./identity.js";
import { createTokenReader, type TokenReader } from "./token.js";

/** Header names in lower case, or the connection parameters of a WebSocket. */
export type CredentialHeaders = Readonly<Record<string, unknown>>;

/** Identifies callers. */
export interface Authenticator {
  /** False where the settings have no authentication. */
  readonly isOn: boolean;
  /**
   * Reads `authorization: Bearer <token or key>` or `x-api-key: <key>`. Rejects with UNAUTHENTICATED, and with
   * AUTHENTICATION_UNAVAILABLE where the key set cannot be read at the moment. With `isGuessing`, API keys are not
   * compared; tokens are, as a signature cannot be guessed.
   */
  authenticate(credentials: CredentialHeaders, isGuessing?: boolean): Promise<Caller>;
  /**
   * Applies other settings. Callers that they reject, or grant other rights, are withdrawn. Whether authentication is
   * on stays as it was.
   */
  reload(settings: AuthSettings | null): void;
  /** Stops checking the store for revoked keys; missing where nothing is checked. */
  close?(): void;
}

/**
 * Creates the authenticator of the settings; without any, every caller is accepted. `connect` opens the connections to
 * key sets; by default directly.
 */
export function createAuthenticator(settings: AuthSettings | null, clock: Clock, connect?: Connect): Authenticator {
  if (settings === null || settings === "none") {
    return { isOn: false, authenticate: () => Promise.resolve(ANYBODY), reload: () => undefined };
  }
  let keys = new Map<string, Credential<Caller>>();
  let tokens: Credential<TokenReader> | null = null;
  const tokensOf = (jwt: SomeAuth["jwt"], searchWithoutPii: boolean): Credential<TokenReader> | null => {
    if (jwt === null) return null;
    return keep(tokens ?? undefined, [jwt, searchWithoutPii], (withdrawn) =>
      createTokenReader({ settings: jwt, searchWithoutPii, clock, withdrawn, connect }),
    );
  };
  const apply = ({ jwt, apiKeys, searchWithoutPii }: SomeAuth): void => {
    const before = [...keys.values(), ...(tokens === null ? [] : [tokens])];
    const made = apiKeys.map((key): [string, Credential<Caller>] => [
      key.sha256,
      keep(keys.get(key.sha256), [key, searchWithoutPii], (withdrawn) => callerOf(key, searchWithoutPii, withdrawn)),
    ]);
    keys = new Map(made);
    tokens = tokensOf(jwt, searchWithoutPii);
    const after = new Set<unknown>([...keys.values(), tokens]);
    for (const credential of before) if (!after.has(credential)) credential.controller.abort();
  };
  apply(settings);
  return {
    isOn: true,
    reload(next) {
      if (next !== null && next !== "none") apply(next);
    },
    async authenticate(credentials, isGuessing = false) {
      const apiKey = credentials["x-api-key"];
      const bearer = bearerOf(credentials["authorization"]);
      const given = typeof apiKey === "string" && apiKey !== "" ? apiKey : bearer;
      if (given === null) {
        throw unauthenticated("send authorization: Bearer <token>, or x-api-key: <key>");
      }
      // The key's place in the table is found by its digest: how long that takes says nothing about any key.
      const credential = isGuessing ? undefined : keys.get(createHash("sha256").update(given).digest("hex"));
      if (credential !== undefined) return credential.of;
      if (tokens === null || given !== bearer) throw unauthenticated("unknown key");
      return tokens.of.read(given);
    },
  };
}

type SomeAuth = Exclude<AuthSettings, "none">;

/** The result of a part of the settings, and the controller that withdraws it. */
interface Credential<Made> {
  readonly of: Made;
  /** The settings that it was made of, as text. */
  readonly from: string;
  readonly controller: AbortController;
}

/** The same again where the settings are the same. */
function keep<Made>(
  before: Credential<Made> | undefined,
  settings: unknown,
  make: (withdrawn: AbortSignal) => Made,
): Credential<Made> {
  const from = JSON.stringify(settings);
  if (before?.from === from) return before;
  const controller = new AbortController();
  // Every subscription waits on it.
  setMaxListeners(0, controller.signal);
  return { of: make(controller.signal), from, controller };
}

/** The text after `Bearer`; null where there is none. */
export function bearerOf(header: unknown): string | null {
  if (typeof header !== "string") return null;
  const [, token = null] = /^Bearer +(.+)$/iu.exec(header) ?? [];
  return token;
}

function callerOf({ id, scopes, sources }: ApiKeySettings, searchWithoutPii: boolean, withdrawn: AbortSignal): Caller {
  return {
    id: identityOf({ by: "key" }, id),
    scopes: new Set(scopes),
    maySearchPeople: searchWithoutPii || scopes.includes("pii:read"),
    sources: sources === "*" ? null : new Set(sources),
    expiresAt: null,
    withdrawn,
  };
}

function unauthenticated(message: string): GatewayError {
  return new GatewayError("UNAUTHENTICATED", message);
}
