import { setImmediate } from "node:timers/promises";
import { serveFake, type ServedFake } from "../../src/adapters/fake/serve.js";
import {
  createVendorHttp,
  type VendorHttp,
  type VendorHttpOptions,
  type VendorRequest,
} from "../../src/adapters/http/client.js";
import { GatewayError } from "../../src/domain/errors.js";

/** What ends with the test. */
export const opened: { close(): Promise<unknown> }[] = [];

/** Ends what the tests have opened: for `afterEach`. */
export async function closeOpened(): Promise<void> {
  await Promise.all(opened.splice(0).map((one) => one.close()));
}

export const never = (): AbortSignal => new AbortController().signal;
/** A query that nothing is special about, but for these fields. */
export const get = (fields: Partial<VendorRequest> = {}): VendorRequest => ({
  path: "/things",
  signal: never(),
  ...fields,
});

/** A vendor that answers so, behind real HTTP. */
export async function serve(handle: (request: Request) => Response | Promise<Response>): Promise<ServedFake> {
  const served = await serveFake({ handle: (request) => Promise.resolve(handle(request)) });
  opened.push(served);
  return served;
}

/** The client of such a vendor. */
export function connect(baseUrl: string, options: Partial<VendorHttpOptions> = {}): VendorHttp {
  const http = createVendorHttp({
    source: "north",
    baseUrl,
    timeoutMs: 5000,
    maxResponseBytes: 10_000,
    connections: 4,
    clock: () => 1_000_000,
    credentials: null,
    ...options,
  });
  opened.push(http);
  return http;
}

/** What a call has failed with. */
export async function failureOf(call: Promise<unknown>): Promise<GatewayError> {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof GatewayError)) throw new Error("The call did not fail as it should.", { cause: error });
  return error;
}

/** Lets sockets and queues of the process settle, without waiting for any length of time. */
export async function idle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
}
