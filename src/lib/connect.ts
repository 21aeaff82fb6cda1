import type { Dispatcher, Pool } from "undici";

/** Opens connections to an origin, directly or by a proxy. Nothing is sent before the first request. */
export type Connect = (origin: string, options: Pool.Options) => Dispatcher;
