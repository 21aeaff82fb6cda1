import type { JsonValue } from "../../lib/json.js";
import { fakeQueues } from "../fake/directory.js";

/** The call targets of the fake, by name. */
export const MINDFUL_FAKE_TARGETS = fakeQueues([4001, 4002, 4003, 4004, 4005]);

/** The name of a call target; null for another id. */
export function mindfulTargetName(id: JsonValue | undefined): string | null {
  return MINDFUL_FAKE_TARGETS.find((target) => target.id === id)?.name ?? null;
}
