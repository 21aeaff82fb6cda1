// Compares the schema with the last released one, and fails where a client of the release would break.
// node scripts/schema-diff.js [released schema] [schema]
// node scripts/schema-diff.js --release: writes the schema as the released one. Only at a release (see CONTRIBUTING.md).
import { copyFileSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { CriticalityLevel, diff } from "@graphql-inspector/core";
import { buildSchema, getNamedType, isEnumType, isInputObjectType, isInterfaceType, isObjectType } from "graphql";

const args = process.argv.slice(2);
const isRelease = args.includes("--release");
const inSchema = (name) => fileURLToPath(new URL(`../schema/${name}`, import.meta.url));
const [releasedFile = inSchema("released.graphql"), schemaFile = inSchema("schema.graphql")] = args.filter(
  (argument) => argument !== "--release",
);

if (isRelease) {
  copyFileSync(schemaFile, releasedFile);
  console.log(`${releasedFile} is now the schema of the last release`);
} else {
  await check(read(releasedFile), read(schemaFile));
}

async function check(released, schema) {
  const changes = await diff(released, schema);
  const breaking = changes.filter(({ criticality }) => criticality.level === CriticalityLevel.Breaking);
  const refused = breaking.filter((change) => !isAnnounced(change, released));
  console.log(
    `${changes.length} changes since the last release: ${refused.length} would break clients, ` +
      `${breaking.length - refused.length} were announced by @deprecated`,
  );
  if (refused.length === 0) return;
  console.error(`These changes break clients of the last release:
${refused.map(({ path, message }) => `- ${path ?? "schema"}: ${message}`).join("\n")}
Keep what was released beside the new, mark it as @deprecated with its replacement, and remove it one minor version later.`);
  process.exitCode = 1;
}

/** Whether the release had marked an element as deprecated before it was removed. A change of it still breaks its users. */
function isAnnounced({ type, path }, released) {
  if (path === undefined || !type.endsWith("_REMOVED")) return false;
  if (type === "TYPE_REMOVED") return isTypeAnnounced(path, released);
  return isDeprecated(path, released);
}

/** `Type.field`, `Enum.VALUE` or `Type.field.argument`. */
function isDeprecated(path, released) {
  const [typeName, name, argumentName] = path.split(".");
  const type = released.getType(typeName);
  if (isEnumType(type)) return type.getValue(name)?.deprecationReason !== undefined;
  if (!hasFields(type)) return false;
  const field = type.getFields()[name];
  if (field === undefined) return false;
  const argument = "args" in field ? field.args.find((one) => one.name === argumentName) : undefined;
  return field.deprecationReason !== undefined || argument?.deprecationReason !== undefined;
}

/** A type is announced where whatever leads to it was: fields of it, arguments and inputs that take it. */
function isTypeAnnounced(typeName, released) {
  const isIt = (type) => getNamedType(type).name === typeName;
  const users = Object.values(released.getTypeMap())
    .filter(hasFields)
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) => [
        ...(isIt(field.type) ? [field] : []),
        ...("args" in field ? field.args.filter((argument) => isIt(argument.type) && !field.deprecationReason) : []),
      ]),
    );
  return users.every(({ deprecationReason }) => deprecationReason !== undefined);
}

function hasFields(type) {
  return isObjectType(type) || isInterfaceType(type) || isInputObjectType(type);
}

function read(file) {
  try {
    return buildSchema(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file} is no schema: run npm run schema, or restore the file from git`, { cause: error });
  }
}
