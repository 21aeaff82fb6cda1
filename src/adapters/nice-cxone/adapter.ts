import type { VendorQuery } from "../../domain/vendor/vendor-query.js";
import { isJsonObject, type JsonValue } from "../../lib/json.js";
import type { Adapter, AdapterContext, CallOptions, VendorPage } from "../adapter.js";
import { listParts, type ListPart } from "../wire/list-parts.js";
import { rememberRows } from "../wire/row-memory.js";
import { completePage, findRowId, readRows, type RowReader } from "../wire/vendor-page.js";
import { createNiceCxoneClient } from "./client.js";
import { createNiceCxoneDirectory } from "./directory.js";
import { mapNiceCxoneCallback } from "./mapping.js";
import type { NiceCxoneSettings } from "./settings.js";
import { NICE_CXONE_CALLBACK } from "./wire.js";
import { createNiceCxoneWrites } from "./writes.js";

/** One source at NICE CXone: the scheduled callbacks of the skills in the settings. */
export function createNiceCxoneAdapter(settings: NiceCxoneSettings, context: AdapterContext): Adapter {
  const { skills, timeZone, defaultRegion } = settings;
  const client = createNiceCxoneClient(settings, context);
  const mapping = { source: context.source, vendor: context.vendor, defaultRegion };
  const reader: RowReader = rememberRows({
    idFields: ["callbackId"],
    read: (raw, mappingContext) => mapNiceCxoneCallback(NICE_CXONE_CALLBACK.parse(raw), mappingContext, timeZone),
  });

  const partOf = (skillId: string): ListPart => ({
    name: `skill ${skillId}`,
    maxRows: null,
    read: (options) => client.listSkill(skillId, options),
  });
  const findInSkill = async (skillId: string, options: CallOptions): Promise<VendorPage> => {
    const { rows, stamp } = await client.listSkill(skillId, options);
    return completePage(readRows(rows, reader, mapping, stamp));
  };

  return {
    ...createNiceCxoneWrites({ client, settings, context, findInSkill }),
    // The source consists of the callbacks of these skills: their lists contain all of it.
    list: (options) => listParts(skills.map(partOf), { reader, mapping }, options),
    async findByAgent(agentId, options) {
      const { rows, stamp } = await client.listAgent(agentId, options);
      const own = rows.filter((row) => !isOfOtherSkill(row, skills));
      const page = completePage(readRows(own, reader, mapping, stamp));
      return { ...page, isComplete: page.isComplete && rows.every((row) => skillOf(row) !== null) };
    },
    // An agent's list lacks a callback that another agent has got, and there is no way to get a single one.
    queryFor: (): VendorQuery => ({ by: "list" }),
    // The list is the only query for a callback: no wider one replaces it.
    groupFor: () => null,
    directory: createNiceCxoneDirectory(client, context.source),
    watched: [],
    async verify(options) {
      // The list of one skill: a failure then names it.
      for await (const _ of listParts(skills.slice(0, 1).map(partOf), { reader, mapping }, options));
    },
    reread: (raw, stamp) => readRows([raw], reader, mapping, stamp),
    reserve: (signal) => client.reserve(signal),
    usage: () => client.usage(),
    condition: () => client.condition(),
    close: () => client.close(),
  };
}

/** True for a record that no skill of the settings has: the next list would lack it. */
function isOfOtherSkill(row: JsonValue, skills: readonly string[]): boolean {
  return isJsonObject(row) && !skills.includes(skillOf(row) ?? "");
}

function skillOf(row: JsonValue): string | null {
  return findRowId(row, ["skillId"]);
}
