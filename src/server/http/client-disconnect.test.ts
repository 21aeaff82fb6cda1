import { expect, it } from "vitest";
import { ClientDisconnect } from "./client-disconnect.js";

it("reports a disconnect once, to remaining listeners and by a signal", () => {
  const told: string[] = [];
  const [stays, goes] = [(): void => void told.push("stays"), (): void => void told.push("goes")];
  const client = new ClientDisconnect();
  client.onLeave(stays);
  client.onLeave(goes);
  client.offLeave(goes);
  const early = client.signal;
  expect(early.aborted).toBe(false);
  client.leave();
  client.leave();
  expect(told).toEqual(["stays"]);
  expect([early.aborted, client.signal]).toEqual([true, early]);

  const other = new ClientDisconnect();
  other.leave();
  expect(other.signal.aborted).toBe(true);
});
