import type { Connect } from "../lib/connect.js";
import type { TlsSettings } from "../adapters/settings.js";

/** Connects with a source's own certificate authority and client certificate; without settings, as before. */
export function withTls(connect: Connect, tls: TlsSettings | null): Connect {
  if (tls === null) return connect;
  const { ca, certificate, key, passphrase } = tls;
  const own = {
    ...(ca !== null && { ca }),
    ...(certificate !== null && { cert: certificate }),
    ...(key !== null && { key }),
    ...(passphrase !== null && { passphrase }),
  };
  return (origin, options) => {
    const given = typeof options.connect === "object" ? options.connect : {};
    return connect(origin, { ...options, connect: { ...given, ...own } });
  };
}
