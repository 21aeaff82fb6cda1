import { useLiveValue } from "./live-value.js";
import { useWall } from "./wall.js";

/** The rights of the viewer. */
export interface ViewerRights {
  readonly canWrite: boolean;
  readonly canReadPii: boolean;
}

/** Nothing is offered before the API has said what the viewer may do. */
export function useViewer(): ViewerRights {
  const scopes = useLiveValue(useWall().viewer).data?.viewer.scopes ?? [];
  return { canWrite: scopes.includes("CALLBACKS_WRITE"), canReadPii: scopes.includes("PII_READ") };
}
