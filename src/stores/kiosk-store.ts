import type { KioskKey } from "../domain/kiosk-key.js";
import type { Instant } from "../domain/time/instant.js";

/** The keys of displays, shared by all gateways of a store. */
export interface KioskStore {
  /** Inserts a key, or replaces that of the same name. */
  saveKioskKey(key: KioskKey): Promise<void>;
  /** All keys by name, also revoked and expired ones. */
  listKioskKeys(): Promise<readonly KioskKey[]>;
  /** Revokes the key of a name. Returns false if there is none, or it was revoked before. */
  revokeKioskKey(name: string, at: Instant): Promise<boolean>;
}
