import { pino, type DestinationStream, type Logger, type LoggerOptions } from "pino";

/** Names of fields that are never logged, in any error or line. */
const SECRETS = ["authorization", "cookie", "password", "secret", "token", "clientSecret", "refreshToken", "x-api-key"];
const PEOPLE = ["phoneNumber", "phoneNumberRaw", "email", "variables", "query"];
/** Patterns in which the database driver quotes values. */
const QUOTED = [
  "err.detail",
  "err.where",
  "err.parameters",
  "err.cause.detail",
  "err.cause.where",
  "err.cause.parameters",
];

/** JSON lines on standard output, or wherever `destination` says. */
export function createLogger(level: NonNullable<LoggerOptions["level"]>, destination?: DestinationStream): Logger {
  const names = [...SECRETS, ...PEOPLE];
  const paths = ["", "*", "*.*"].flatMap((place) => names.map((name) => pathOf(place, name)));
  return pino({ level, redact: { paths: [...paths, ...QUOTED], censor: "[redacted]" } }, destination);
}

function pathOf(place: string, name: string): string {
  if (name.includes("-")) return `${place}["${name}"]`;
  return place === "" ? name : `${place}.${name}`;
}
