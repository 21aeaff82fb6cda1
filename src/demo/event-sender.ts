import type { FakeVendor } from "../adapters/fake/fake.js";
import type { Clock } from "../domain/time/instant.js";

/** Sends the events of one fake to a gateway's webhook. */
export interface EventSender {
  /** Sends what is due. An event that is not acknowledged is sent again by the next call, as vendors do. */
  send(url: string): Promise<void>;
}

/** The most events of one call. */
const MOST_AT_ONCE = 50;

/** Creates the sender of a source's events; null for a fake without any. */
export function createEventSender(name: string, { webhook }: FakeVendor, clock: Clock): EventSender | null {
  if (webhook?.due === undefined) return null;
  const waiting: string[] = [];
  let isSending = false;

  const deliver = async (url: string, id: string): Promise<boolean> => {
    const { headers, body } = webhook.deliver(id, clock());
    const response = await fetch(`${url}/webhooks/${name}`, { method: "POST", headers: { ...headers }, body }).catch(
      () => null,
    );
    await response?.body?.cancel();
    return response?.status === 202;
  };

  return {
    async send(url) {
      if (isSending) return;
      isSending = true;
      waiting.push(...(webhook.due?.() ?? []));
      for (let count = 0; count < MOST_AT_ONCE; count += 1) {
        const [id] = waiting;
        if (id === undefined || !(await deliver(url, id))) break;
        waiting.shift();
      }
      isSending = false;
    },
  };
}
