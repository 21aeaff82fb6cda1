import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { ROOT } from "../support/docs.js";
import { extractPackage } from "./debian.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ringback-examples-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("compose.yaml", () => {
  let root: string;
  beforeAll(() => {
    root = join(folder, "compose");
    mkdirSync(root);
    // It needs no engine to read a file. Debian 12 has an older one, which knows less.
    extractPackage("docker-compose", "trixie", root);
    for (const name of ["proc", "dev", "project"]) mkdirSync(join(root, name), { recursive: true });
  }, 300_000);

  /** Returns the project as Docker Compose understands it; throws with its message where it does not. */
  function configOf(text: string): unknown {
    writeFileSync(join(root, "project/compose.yaml"), text);
    copyFileSync(join(ROOT, "Dockerfile"), join(root, "project/Dockerfile"));
    const sandbox = ["--ro-bind", root, "/", "--proc", "/proc", "--dev", "/dev", "--chdir", "/project", "--clearenv"];
    const command = ["/usr/bin/docker-compose", "config", "--format", "json"];
    const args = [...sandbox, "--setenv", "POSTGRES_PASSWORD", "test", ...command];
    return JSON.parse(execFileSync("bwrap", args, { encoding: "utf8", stdio: "pipe" }));
  }

  it("is what Docker Compose reads, with three gateways that cannot write to their image", () => {
    const text = readFileSync(join(ROOT, "compose.yaml"), "utf8");
    expect(configOf(text)).toMatchObject({
      services: { gateway: { read_only: true, deploy: { replicas: 3 }, depends_on: { postgres: {} } }, postgres: {} },
    });
    const wrong = text.replace("read_only: true", "readonly: true");
    expect(() => configOf(wrong)).toThrow(/readonly/u);
  });
});

describe("docs/kubernetes.yaml", () => {
  const text = readFileSync(join(ROOT, "docs/kubernetes.yaml"), "utf8");
  const MODELS: Readonly<Record<string, string>> = {
    "apps/v1 Deployment": "apps/v1",
    "v1 Service": "v1",
    "policy/v1 PodDisruptionBudget": "policy/v1",
  };

  type Model = new (data: unknown) => { validate(): void };

  interface Manifest {
    readonly apiVersion: string;
    readonly kind: string;
  }

  /** Checks documents as the API server does with strict validation: values by its schemas, and no field that it does not know. */
  async function mistakesIn(documents: readonly Manifest[]): Promise<string> {
    let program = "";
    for (const [index, document] of documents.entries()) {
      const model = MODELS[`${document.apiVersion} ${document.kind}`];
      if (model === undefined) throw new Error(`${document.apiVersion} ${document.kind} is not among the models`);
      const models = (await import(/* @vite-ignore */ `kubernetes-models/${model}`)) as Readonly<Record<string, Model>>;
      const Model = models[document.kind];
      if (Model === undefined) throw new Error(`no model ${document.kind}`);
      new Model(document).validate();
      program += `import type { I${document.kind} as T${index} } from "kubernetes-models/${model}";
export const document${index}: T${index} = ${JSON.stringify(document)};\n`;
    }
    const file = new URL("manifests.ts", import.meta.url);
    writeFileSync(file, program);
    try {
      const options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"];
      execFileSync(join(ROOT, "node_modules/.bin/tsc"), [...options, "--ignoreConfig", file.pathname], {
        encoding: "utf8",
        stdio: "pipe",
      });
      return "";
    } catch (error) {
      return String((error as { readonly stdout?: unknown }).stdout);
    } finally {
      rmSync(file);
    }
  }

  const documents = (from = text): readonly Manifest[] =>
    parseAllDocuments(from).map((document) => document.toJS() as Manifest);

  it("is what the schemas of Kubernetes allow", async () => {
    expect(await mistakesIn(documents())).toBe("");
  });

  it.each([
    ["a field that Kubernetes does not know", "readinessProbe:", "readynessProbe:", /readynessProbe/u],
    ["a field of a probe that it does not know", "failureThreshold: 150", "failureTreshold: 150", /failureTreshold/u],
  ])("would be refused with %s", async (_, right, wrong, message) => {
    expect(await mistakesIn(documents(text.replace(right, wrong)))).toMatch(message);
  });

  it("would be refused with a value of another type", async () => {
    const wrong = text.replace("containerPort: 4000", "containerPort: http");
    await expect(mistakesIn(documents(wrong))).rejects.toThrow(/containerPort/u);
  });

  it("and compose.yaml start the image's command with the probes' paths that the gateway serves", () => {
    const paths = [...text.matchAll(/path: (\/\S+),/gu)].map(([, path]) => path);
    expect(new Set(paths)).toEqual(new Set(["/health/live", "/health/ready"]));
    const { services } = parse(readFileSync(join(ROOT, "compose.yaml"), "utf8")) as {
      services: { gateway: Record<string, unknown> };
    };
    expect(services.gateway).not.toHaveProperty("command");
  });
});
