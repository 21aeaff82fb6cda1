import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { join, posix, relative } from "node:path";
import dockerIgnore from "@balena/dockerignore";
import { DockerfileParser, type Copy, type Instruction } from "dockerfile-ast";
import { BASE_IMAGE } from "./debian.js";
import { build } from "./sandbox.js";

/** A file system, and how an engine starts it. */
export interface Image {
  readonly root: string;
  directory: string;
  readonly environment: Record<string, string>;
  user: string;
  command: readonly string[];
  healthCheck: readonly string[];
  readonly volumes: string[];
}

/**
 * Does what `docker build` does with the instructions that our Dockerfile has; throws at any other. `context` is the
 * directory that is sent; each stage becomes a directory in `folder`, beginning as a copy of `base`.
 */
export function buildImage(context: string, base: string, folder: string): Image {
  const instructions = DockerfileParser.parse(readFileSync(join(context, "Dockerfile"), "utf8")).getInstructions();
  const stages = new Map<string, Image>();
  let image: Image | undefined;
  for (const instruction of instructions) {
    const keyword = instruction.getKeyword();
    if (keyword === "FROM") {
      const [from, , name = String(stages.size)] = words(instruction);
      if (from !== BASE_IMAGE) throw new Error(`the Dockerfile begins with ${from ?? "nothing"}, not ${BASE_IMAGE}`);
      image = copyOf(base, join(folder, name));
      stages.set(name, image);
    } else if (image === undefined) throw new Error(`${keyword} before FROM`);
    else if (keyword === "COPY") copy(image, instruction as Copy, context, stages);
    else follow(image, instruction);
  }
  if (image === undefined) throw new Error("the Dockerfile is empty");
  return image;
}

function copyOf(base: string, root: string): Image {
  execFileSync("cp", ["-a", "--reflink=auto", base, root]);
  return { root, directory: "/", environment: {}, user: "root", command: [], healthCheck: [], volumes: [] };
}

function follow(image: Image, instruction: Instruction): void {
  const keyword = instruction.getKeyword();
  switch (keyword) {
    case "WORKDIR":
      image.directory = posix.resolve(image.directory, words(instruction)[0] ?? "");
      mkdirSync(join(image.root, image.directory), { recursive: true });
      break;
    case "ENV":
      for (const word of words(instruction)) {
        const [name = "", ...value] = word.split("=");
        image.environment[name] = value.join("=");
      }
      break;
    case "RUN":
      build(image, ["/bin/sh", "-c", instruction.getArgumentsContent() ?? ""]);
      break;
    case "USER":
      image.user = words(instruction)[0] ?? "";
      break;
    case "VOLUME":
      image.volumes.push(...words(instruction));
      break;
    case "HEALTHCHECK":
      image.healthCheck = listOf(instruction);
      break;
    case "CMD":
      image.command = listOf(instruction);
      break;
    case "EXPOSE":
      break;
    default:
      throw new Error(`the instruction ${keyword} of the Dockerfile is unknown to its test`);
  }
}

/** The words of a command that no shell reads. */
function listOf(instruction: Instruction): string[] {
  const content = instruction.getArgumentsContent() ?? "";
  return JSON.parse(content.slice(content.indexOf("["))) as string[];
}

/** Files of the context without what .dockerignore names, or of another stage. */
function copy(image: Image, instruction: Copy, context: string, stages: ReadonlyMap<string, Image>): void {
  const from = instruction.getFromFlag()?.getValue() ?? null;
  const stage = from === null ? null : stages.get(from);
  if (stage === undefined) throw new Error(`COPY from the unknown stage ${from ?? ""}`);
  const source = stage === null ? context : stage.root;
  const ignored = dockerIgnore.default().add(readFileSync(join(context, ".dockerignore"), "utf8"));
  const filter = (file: string): boolean => {
    const name = relative(context, file);
    return stage !== null || name === "" || !ignored.ignores(name);
  };
  const names = words(instruction);
  const target = names.pop() ?? "";
  for (const name of names) {
    const file = join(source, name);
    if (!existsSync(file) || !filter(file)) throw new Error(`COPY finds no ${name}`);
    // The content of a folder is copied, but a file keeps its name below a target that is a folder.
    const isInto = statSync(file).isFile() && (target.endsWith("/") || names.length > 1);
    const into = posix.resolve(image.directory, isInto ? join(target, posix.basename(name)) : target);
    cpSync(file, join(image.root, into), { recursive: true, filter, verbatimSymlinks: true });
  }
}

/** The words of an instruction without its flags. */
function words(instruction: Instruction): string[] {
  return instruction
    .getArguments()
    .map((argument) => argument.getValue())
    .filter((word) => !word.startsWith("--"));
}
