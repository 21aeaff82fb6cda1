import type { FastifyInstance } from "fastify";

/** What has to work before requests are worth sending here, each with `ok` or what is wrong. */
export type Readiness = () => Promise<{ readonly ok: boolean; readonly checks: Readonly<Record<string, string>> }>;

/** `/health/live`: the process answers. `/health/ready`: it can serve; 503 with the reasons where not, or no longer. */
export function serveHealth(app: FastifyInstance, readiness: Readiness, isDraining: () => boolean): void {
  app.get("/health/live", () => ({ status: "live" }));
  app.get("/health/ready", async (_, reply) => {
    if (isDraining()) return reply.code(503).send({ status: "draining", checks: {} });
    const { ok, checks } = await checkReadiness(readiness);
    return reply.code(ok ? 200 : 503).send({ status: ok ? "ready" : "unavailable", checks });
  });
}

async function checkReadiness(readiness: Readiness): ReturnType<Readiness> {
  try {
    return await readiness();
  } catch (error) {
    return { ok: false, checks: { readiness: error instanceof Error ? error.message : "failed" } };
  }
}
