/** The only frame of a text message. */
const TEXT = 0x81;
/** Lengths up to here stand in the second byte; above, it says how many bytes the length has. */
const SHORT = 125;
const OF_16_BITS = 126;
const OF_64_BITS = 127;

/** A message as a server sends it, in one unmasked frame (RFC 6455, 5.2): its beginning, and a rest that others have, too. */
export function textFrame(beginning: string, rest: Buffer): Buffer {
  const length = Buffer.byteLength(beginning) + rest.length;
  const header = headerOf(length);
  const frame = Buffer.allocUnsafe(header.length + length);
  header.copy(frame);
  rest.copy(frame, header.length + frame.write(beginning, header.length));
  return frame;
}

function headerOf(length: number): Buffer {
  if (length <= SHORT) return Buffer.from([TEXT, length]);
  if (length <= 0xffff) {
    const header = Buffer.from([TEXT, OF_16_BITS, 0, 0]);
    header.writeUInt16BE(length, 2);
    return header;
  }
  const header = Buffer.from([TEXT, OF_64_BITS, 0, 0, 0, 0, 0, 0, 0, 0]);
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}

/** A part of an HTTP response whose length is not known before its end (RFC 9112, 7.1). */
export function httpChunk(text: string): Buffer {
  return Buffer.from(`${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`);
}
