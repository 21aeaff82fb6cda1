import { useEffect, useRef, useState } from "react";
import { followCallbacks, NOTHING_FOLLOWED, type FollowedCallbacks, type FollowOptions } from "./follow.js";
import type { HttpTransportOptions } from "./http-transport.js";
import type { Transport } from "./transport.js";

/** The options of `followCallbacks`; the gateway by its address, or as options or transport. */
export interface UseCallbacksOptions extends Omit<FollowOptions, "gateway" | "signal"> {
  readonly gateway: string | FollowOptions["gateway"];
}

/**
 * Returns a list of callbacks that follows the gateway while the component is mounted. It starts again when the filter,
 * the order, `first` or the gateway changes; a transport of your own has to be the same object in every render.
 */
export function useCallbacks(options: UseCallbacksOptions): FollowedCallbacks {
  const { gateway, filter, orderBy, first } = options;
  const transport: Transport | null = typeof gateway === "object" && "iterate" in gateway ? gateway : null;
  const url = typeof gateway === "string" ? gateway : "url" in gateway ? gateway.url : "";
  const key = JSON.stringify([url, filter, orderBy, first]);
  const latest = useRef(options);
  const [followed, setFollowed] = useState<Followed>({ key, transport, state: NOTHING_FOLLOWED });
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    const feed = followCallbacks({
      ...latest.current,
      gateway: transport ?? httpOptionsOf(() => latest.current.gateway),
      onChange: (change) => latest.current.onChange?.(change),
    });
    const leave = feed.subscribe(() => setFollowed({ key, transport, state: feed.state }));
    return () => {
      leave();
      feed.stop();
    };
  }, [key, transport]);
  return followed.key === key && followed.transport === transport ? followed.state : NOTHING_FOLLOWED;
}

/** Headers are those of the latest render: tokens are renewed. */
function httpOptionsOf(latest: () => UseCallbacksOptions["gateway"]): HttpTransportOptions {
  const optionsOf = (gateway: UseCallbacksOptions["gateway"]): HttpTransportOptions => {
    if (typeof gateway === "string") return { url: gateway };
    if ("iterate" in gateway) throw new TypeError("the gateway is a transport: it has no headers");
    return gateway;
  };
  return {
    ...optionsOf(latest()),
    headers() {
      const { headers = {} } = optionsOf(latest());
      return typeof headers === "function" ? headers() : headers;
    },
  };
}

interface Followed {
  readonly key: string;
  readonly transport: Transport | null;
  readonly state: FollowedCallbacks;
}
