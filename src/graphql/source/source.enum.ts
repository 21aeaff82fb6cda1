import { FRESHNESSES, SOURCE_CAPABILITIES, SOURCE_STATES, SYNC_COVERAGES } from "../../domain/source.js";
import { defineEnum } from "../enum.js";

export const sourceCapability = defineEnum(
  "SourceCapability",
  "Operations that a source may support.",
  SOURCE_CAPABILITIES,
);

export const sourceState = defineEnum("SourceState", "State of a source.", SOURCE_STATES);

export const syncCoverage = defineEnum(
  "SyncCoverage",
  "How many of the source's callbacks the gateway can know.",
  SYNC_COVERAGES,
);

export const freshness = defineEnum("Freshness", "Freshness of a source's data in a result.", FRESHNESSES);
