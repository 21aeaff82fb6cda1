import { actorOf, requireScope, type Caller } from "../domain/caller.js";
import { badUserInput } from "../domain/errors.js";
import type { Erasure, ErasureSubject } from "../domain/erasure.js";
import type { Clock } from "../domain/time/instant.js";
import type { ErasureStore } from "../stores/store.js";

/** Erases callbacks for one caller. Throws FORBIDDEN without the scope admin, and BAD_USER_INPUT for other sources. */
export interface ErasureService {
  /** Erases, or on trial only finds, the callbacks of a subject. */
  erase(subject: ErasureSubject, isTrial: boolean): Promise<Erasure>;
  /** Lets the erased records of a subject be stored again. Returns how many. */
  admit(subject: ErasureSubject): Promise<number>;
}

export function createErasureService(options: {
  readonly store: Pick<ErasureStore, "erase" | "admitErased">;
  readonly caller: Caller;
  readonly clock: Clock;
}): ErasureService {
  const { store, caller, clock } = options;
  const sources = caller.sources === null ? null : [...caller.sources];
  const check = (subject: ErasureSubject): void => {
    requireScope(caller, "admin");
    const named = "callbacks" in subject ? subject.callbacks : "contact" in subject ? [subject.contact] : [];
    const unknown = named.find(({ source }) => sources !== null && !sources.includes(source));
    if (unknown !== undefined) throw badUserInput(`unknown source ${JSON.stringify(unknown.source)}`);
  };
  return {
    async erase(subject, isTrial) {
      check(subject);
      return store.erase({ subject, sources, actor: actorOf(caller), isTrial, now: clock() });
    },
    async admit(subject) {
      check(subject);
      return store.admitErased({ subject, sources });
    },
  };
}
