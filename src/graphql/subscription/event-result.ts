/** The result of one change for one operation, as JSON. All subscribers of the operation share the object. */
export class EventResult {
  private readonly encoded = new Map<(result: EventResult) => Buffer, Buffer>();

  constructor(
    /** The execution result. */
    readonly json: string,
    /** The cursor that a client can resume after. */
    readonly cursor: string,
  ) {}

  /** The bytes that a transport sends. `encode` is called once for each result. */
  encodedBy(encode: (result: EventResult) => Buffer): Buffer {
    const existing = this.encoded.get(encode);
    if (existing !== undefined) return existing;
    const bytes = encode(this);
    this.encoded.set(encode, bytes);
    return bytes;
  }
}
