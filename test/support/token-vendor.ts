import { serveFake } from "../../src/adapters/fake/serve.js";
import type { FakeVendor } from "../../src/adapters/fake/fake.js";
import { isWrite } from "./commands.js";

/** A fake's address with tokens that can be revoked; holds back responses until `release`. */
export interface TokenVendor {
  readonly baseUrl: string;
  readonly accepted: Set<string>;
  rejected: number;
  /** The responses that are held back: those of writes, of all requests, or none. */
  holds: "writes" | "all" | "none";
  readonly held: (() => void)[];
  release(): void;
  close(): Promise<void>;
}

const NOTHING = { headers: {}, body: "" };

/** Serves the fake of a vendor whose token is sent in `authorization`. `token` is that of the fake. */
export async function serveTokenVendor(token: string, fakeOf: () => FakeVendor | undefined): Promise<TokenVendor> {
  const server = await serveFake({
    async handle(request) {
      const isAccepted = vendor.accepted.has(request.headers.get("authorization") ?? "");
      if (!isAccepted) vendor.rejected += 1;
      const headers = new Headers(request.headers);
      headers.set("authorization", token);
      const fake = isAccepted ? fakeOf() : undefined;
      const response = (await fake?.handle(new Request(request, { headers }))) ?? new Response(null, { status: 401 });
      const { pathname: path } = new URL(request.url);
      const isHeldWrite = vendor.holds === "writes" && isWrite({ ...NOTHING, method: request.method, path });
      if (vendor.holds === "all" || isHeldWrite) {
        await new Promise<void>((resolve) => void vendor.held.push(resolve));
      }
      return response;
    },
  });
  const vendor: TokenVendor = {
    baseUrl: server.baseUrl,
    accepted: new Set([token]),
    rejected: 0,
    holds: "none",
    held: [],
    release() {
      for (const respond of vendor.held.splice(0)) respond();
    },
    close: () => server.close(),
  };
  return vendor;
}
