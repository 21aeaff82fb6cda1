/** Whether a message may name its document instead of holding it. */
const NAMED = /"(?:documentId|persistedQuery)"/u;

/**
 * Returns the message of a socket with an empty query where it names its document alone: the protocol's library closes
 * sockets that send none. Every other message is returned as it is.
 */
export function withQuery(message: string): string {
  if (!NAMED.test(message)) return message;
  let content: unknown;
  try {
    content = JSON.parse(message);
  } catch {
    // The library reports it as a protocol error.
    return message;
  }
  if (!isRecord(content) || !isRecord(content["payload"]) || content["type"] !== "subscribe") return message;
  const { payload } = content;
  return payload["query"] === undefined ? JSON.stringify({ ...content, payload: { ...payload, query: "" } }) : message;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
