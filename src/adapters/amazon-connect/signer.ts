import { AwsV4Signer } from "aws4fetch";
import type { Clock } from "../../domain/time/instant.js";
import type { Credentials } from "../http/credentials.js";

/** An access key of AWS, with the token that a temporary one needs. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
}

export interface SignerOptions {
  readonly region: string;
  readonly clock: Clock;
  readonly accessKey: (signal: AbortSignal) => Promise<AccessKey>;
}

const SERVICE = "connect";

/** Signs every request by Signature Version 4. A signature is valid for five minutes around its time. */
export function signedRequests({ region, clock, accessKey }: SignerOptions): Credentials {
  return {
    async headers(signal, { method, url, body }) {
      const { accessKeyId, secretAccessKey, sessionToken } = await accessKey(signal);
      const signer = new AwsV4Signer({
        method,
        url,
        body,
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === null ? {} : { sessionToken }),
        service: SERVICE,
        region,
        datetime: awsTime(clock()),
      });
      const { headers } = await signer.sign();
      return Object.fromEntries(headers);
    },
  };
}

/** Returns a time as AWS writes it: `20261126T100000Z`. */
export function awsTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(/[:-]/gu, "")}Z`;
}
