import { describe, expect, it } from "vitest";
import { ClientDisconnect } from "./client-disconnect.js";
import { createSharedAnswers, type SharedAnswer } from "./shared-answers.js";

const SHARE_MS = 1000;

describe("a shared response", () => {
  it.each([0, -600_000, 600_000])(
    "is shared for as long as the settings say, though the clock steps by %s ms",
    async (steppedMs) => {
      const time = { now: 5_000_000, wallAheadMs: 0 };
      let made = 0;
      const answers = createSharedAnswers<SharedAnswer>({
        clock: () => time.now + time.wallAheadMs,
        timer: { now: () => time.now },
        shareMs: SHARE_MS,
      });
      const take = async (): Promise<string> => {
        const { body } = await answers.take("key", new ClientDisconnect(), () =>
          Promise.resolve({ body: Buffer.from(String((made += 1))), until: 10_000_000 }),
        );
        return body.toString();
      };
      // The second request makes it worth to be cached.
      expect([await take(), await take(), await take()]).toEqual(["1", "2", "2"]);
      time.wallAheadMs = steppedMs;
      time.now += SHARE_MS - 1;
      expect(await take()).toBe("2");
      time.now += 1;
      expect(await take()).toBe("3");
    },
  );

  it("is shared no longer than it is valid by the clock", async () => {
    let now = 1000;
    const answers = createSharedAnswers<SharedAnswer>({
      clock: () => now,
      timer: { now: () => now },
      shareMs: SHARE_MS,
    });
    let made = 0;
    const take = () =>
      answers.take("key", new ClientDisconnect(), () =>
        Promise.resolve({ body: Buffer.from(String((made += 1))), until: 1010 }),
      );
    await take();
    await take();
    expect((await take()).body.toString()).toBe("2");
    now = 1010;
    expect((await take()).body.toString()).toBe("3");
  });
});
