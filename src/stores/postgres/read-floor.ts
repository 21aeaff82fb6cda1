import type { DurationMs } from "../../domain/time/instant.js";

/** The position in the primary's write-ahead log that a replica must have replayed before it may serve a read. */
export interface ReadFloor {
  /** Null while it is not known: then no replica may. */
  position(): number | null;
  /** The primary's position at the last sample but one: at most as old as a replica may lag. Null while it is not known. */
  lagPosition(): number | null;
  /** This gateway has committed something, or was notified of what another one has: reads from now on have to see it. */
  noteWrite(): void;
  /** The primary is another server from now on, whose positions are not comparable with those of the one before. */
  restart(): void;
  close(): void;
}

export interface ReadFloorOptions {
  /** The end of the primary's write-ahead log. */
  readonly readPosition: () => Promise<number>;
  /** Reads never miss what was committed so long before. */
  readonly maxLagMs: DurationMs;
}

/** Knows positions only while the primary responds. A position is read after a write, so it is never too low. */
export function createReadFloor({ readPosition, maxLagMs }: ReadFloorOptions): ReadFloor {
  let ofWrites: number | null = null;
  let ofLag: number | null = null;
  let sample: number | null = null;
  let writes = 0;
  let isReading = false;
  let isSampling = false;

  const forgetSamples = (): void => {
    ofLag = null;
    sample = null;
  };
  const readAfterWrite = async (): Promise<void> => {
    if (isReading) return;
    isReading = true;
    try {
      while (ofWrites === null) {
        const before = writes;
        const position = await readPosition();
        if (before === writes) ofWrites = position;
      }
    } catch {
      // The primary does not respond, and its other users get that error. The next sample tries again.
    } finally {
      isReading = false;
    }
  };
  const takeSample = async (): Promise<void> => {
    // The primary hangs: the sample would be older than replicas may lag.
    if (isSampling) return forgetSamples();
    isSampling = true;
    try {
      const position = await readPosition();
      ofLag = sample ?? position;
      sample = position;
      void readAfterWrite();
    } catch {
      // As above.
      forgetSamples();
    } finally {
      isSampling = false;
    }
  };
  // A position is used until the next sample, and so is at most `maxLagMs` old.
  const timer = setInterval(() => void takeSample(), maxLagMs / 2).unref();
  void takeSample();

  const noteWrite = (): void => {
    writes += 1;
    ofWrites = null;
    void readAfterWrite();
  };

  return {
    position: () => (ofWrites === null || ofLag === null ? null : Math.max(ofWrites, ofLag)),
    lagPosition: () => ofLag,
    noteWrite,
    restart() {
      forgetSamples();
      noteWrite();
    },
    close: () => clearInterval(timer),
  };
}
