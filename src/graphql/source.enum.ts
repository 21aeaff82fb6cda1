import { FRESHNESSES, SOURCE_CAPABILITIES, SOURCE_STATES, SYNC_COVERAGES } from "../callback/source.js";
import { defineEnum } from "./enum.js";

export const sourceCapability = defineEnum("SourceCapability", "What a source can be able to do.", SOURCE_CAPABILITIES);

export const sourceState = defineEnum("SourceState", "How a source fares.", SOURCE_STATES);

export const syncCoverage = defineEnum("SyncCoverage", "How much of a source the gateway can know.", SYNC_COVERAGES);

export const freshness = defineEnum("Freshness", "How new a source's part of an answer is.", FRESHNESSES);
