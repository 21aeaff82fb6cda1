import { createHash } from "node:crypto";

/** How a caller was identified. */
export type Proof = { readonly by: "key" | "kiosk" } | { readonly by: "jwt"; readonly issuer: string };

const LONGEST_READABLE = 128;
/** Control characters, lone surrogates and invisible ones: not every store takes them, and no operator can read them. */
const UNREADABLE = /\p{C}/u;

/**
 * Returns the identity of a caller: `key:<id>`, `kiosk:<name>` or `jwt:<issuer> <id>`. Callers with different proofs,
 * issuers or ids have different identities. An id that is long or unreadable stands as its SHA-256, in a namespace of its
 * own.
 */
export function identityOf(proof: Proof, id: string): string {
  const isReadable = id.length <= LONGEST_READABLE && !UNREADABLE.test(id);
  // As JSON, because lone surrogates have no UTF-8 of their own.
  const readable = isReadable ? id : createHash("sha256").update(JSON.stringify(id)).digest("hex");
  const form = isReadable ? "" : "-sha256";
  return proof.by === "jwt" ? `jwt${form}:${withoutSpace(proof.issuer)} ${readable}` : `${proof.by}${form}:${readable}`;
}

/** The space after the issuer is the first one. */
function withoutSpace(issuer: string): string {
  return issuer.replaceAll("%", "%25").replaceAll(" ", "%20");
}
