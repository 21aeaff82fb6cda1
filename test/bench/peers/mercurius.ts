// Mercurius with its JIT, and undici's pools.
import { fastify } from "fastify";
import { mercurius } from "mercurius";
import { byPool, resolversBy, SDL } from "./rows.js";

const app = fastify();
await app.register(mercurius, { schema: SDL, resolvers: resolversBy(byPool), jit: 1 });
await app.listen({ port: Number(process.env["PORT"]), host: "127.0.0.1" });
