import type { QuotaLedger } from "../../domain/vendor/quota.js";

/** Returns the ledger for another API of a source, with buckets of its own at the store that all gateways share. */
export function quotasOfPart(quotas: QuotaLedger | undefined, part: string): QuotaLedger | undefined {
  if (quotas === undefined) return undefined;
  const nameOf = (source: string): string => `${source}/${part}`;
  return {
    draw: (source, bucket, reserve) => quotas.draw(nameOf(source), bucket, reserve),
    limit: (source, remaining, closedForMs) => quotas.limit(nameOf(source), remaining, closedForMs),
  };
}
