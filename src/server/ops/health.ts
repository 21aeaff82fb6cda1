import type { FastifyInstance } from "fastify";

/** The checks of readiness, each with `ok` or its error. */
export type Readiness = () => Promise<{ readonly ok: boolean; readonly checks: Readonly<Record<string, string>> }>;

/**
 * `/health/live`: the process responds. `/health/ready`: it can serve; 503 with the reasons where it cannot, or is
 * draining.
 */
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
