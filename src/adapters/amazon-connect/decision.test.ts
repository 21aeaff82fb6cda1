import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../lib/json.js";
import { readContact, type Contact } from "./contact.js";
import { attemptsOf, decide } from "./decision.js";
import { FAILURES, HANG_UPS, MACHINES, OTHER_METHODS } from "./words.js";

const AT = 1_795_687_200;
const AGENT = { AgentInfo: { Id: "a-1", ConnectedToAgentTimestamp: AT + 60 } };
const CONNECTED = { ConnectedToSystemTimestamp: AT + 70 };
const QUEUED = { QueueInfo: { Id: "q-1", EnqueueTimestamp: AT + 1.5 } };
const ended = (reason?: string): JsonObject => ({
  ...QUEUED,
  DisconnectTimestamp: AT + 100,
  ...(reason === undefined ? {} : { DisconnectReason: reason }),
});
const contact = (fields: JsonObject = {}, method = "CALLBACK"): Contact =>
  readContact({ Id: "c", InitiationMethod: method, InitiationTimestamp: AT, ...fields });
const first = (fields: JsonObject = {}): Contact => contact(fields, "CALLBACK_CUSTOMER_FIRST_QUEUED");
const dial = (fields: JsonObject = {}): Contact => contact(fields, "CALLBACK_CUSTOMER_FIRST_DIALED");

type Row = readonly [string, [Contact, ...Contact[]], string, string, string | null, number];

const OPEN: readonly Row[] = [
  ["made, not enqueued yet", [contact()], "SCHEDULED", "INITIATED", null, 0],
  ["enqueued", [contact(QUEUED)], "QUEUED", "QUEUED", null, 0],
  ["with an agent", [contact({ ...QUEUED, ...AGENT })], "IN_PROGRESS", "CONNECTED_TO_AGENT", null, 1],
  ["answered", [contact({ ...QUEUED, ...CONNECTED })], "IN_PROGRESS", "CONNECTED_TO_SYSTEM", null, 1],
  ["customer first, waiting", [first(QUEUED)], "QUEUED", "QUEUED", null, 0],
  ["customer first, dialed", [first(ended()), dial()], "IN_PROGRESS", "CALLBACK_CUSTOMER_FIRST_DIALED", null, 1],
  ["customer first, answered", [first(ended()), dial(CONNECTED)], "IN_PROGRESS", "CONNECTED_TO_SYSTEM", null, 1],
  [
    "customer first, with an agent",
    [first(ended()), dial({ ...CONNECTED, ...AGENT })],
    "IN_PROGRESS",
    "CONNECTED_TO_AGENT",
    null,
    1,
  ],
  [
    "waiting again after a dial in vain",
    [contact({ ...ended("TELECOM_BUSY"), ...AGENT }), contact(QUEUED)],
    "RETRYING",
    "TELECOM_BUSY, QUEUED",
    null,
    1,
  ],
  [
    "delayed after a dial in vain",
    [contact({ ...ended("TELECOM_UNANSWERED"), ...AGENT }), contact()],
    "RETRYING",
    "TELECOM_UNANSWERED, INITIATED",
    null,
    1,
  ],
  [
    "waiting again after an end without a reason",
    [contact({ ...ended(), ...AGENT }), contact(QUEUED)],
    "RETRYING",
    "DISCONNECTED, QUEUED",
    null,
    1,
  ],
  [
    "waiting again, and the end of the dial before is not known yet",
    [contact({ ...QUEUED, ...AGENT }), contact()],
    "RETRYING",
    "DISCONNECTED, INITIATED",
    null,
    1,
  ],
  [
    "in the second attempt",
    [contact({ ...ended("TELECOM_BUSY"), ...AGENT }), contact({ ...QUEUED, ...AGENT })],
    "IN_PROGRESS",
    "CONNECTED_TO_AGENT",
    null,
    2,
  ],
  [
    "waiting in a queue after the customer was reached",
    [contact({ ...ended("AGENT_DISCONNECT"), ...AGENT, ...CONNECTED }), contact(QUEUED)],
    "QUEUED",
    "QUEUED",
    null,
    1,
  ],
  ["of a method that is not documented", [contact(QUEUED, "CALLBACK_LATER")], "UNKNOWN", "CALLBACK_LATER", null, 0],
];

const TALK = "CONNECTED_TO_AGENT, CONNECTED_TO_SYSTEM";
const ENDED: readonly Row[] = [
  ...[...HANG_UPS].flatMap((reason): Row[] => [
    [
      "reached",
      [contact({ ...ended(reason), ...AGENT, ...CONNECTED })],
      "COMPLETED",
      `${TALK}, ${reason}`,
      "REACHED",
      1,
    ],
    [
      "customer first, reached",
      [first(ended()), dial({ ...ended(reason), ...AGENT, ...CONNECTED })],
      "COMPLETED",
      `${TALK}, ${reason}`,
      "REACHED",
      1,
    ],
    [
      "hung up, and no answer is known",
      [contact({ ...ended(reason), ...AGENT })],
      "ENDED",
      `CONNECTED_TO_AGENT, ${reason}`,
      "UNKNOWN",
      1,
    ],
    ["hung up without an agent", [contact(ended(reason))], "ENDED", reason, "UNKNOWN", 0],
  ]),
  [
    "customer first, hung up before an agent",
    [first(ended()), dial({ ...ended("CUSTOMER_DISCONNECT"), ...CONNECTED })],
    "FAILED",
    "CONNECTED_TO_SYSTEM, CUSTOMER_DISCONNECT",
    "ABANDONED",
    1,
  ],
  ...Object.entries(FAILURES).map(([reason, outcome]): Row => [
    "failed",
    [contact({ ...ended(reason), ...AGENT })],
    "FAILED",
    reason,
    outcome,
    1,
  ]),
  ["failed in lower case", [contact({ ...ended("telecom_busy"), ...AGENT })], "FAILED", "TELECOM_BUSY", "BUSY", 1],
  [
    "failed in the second attempt",
    [contact({ ...ended("TELECOM_BUSY"), ...AGENT }), contact({ ...ended("TELECOM_TIMEOUT"), ...AGENT })],
    "FAILED",
    "TELECOM_TIMEOUT",
    "NO_ANSWER",
    2,
  ],
  ...[...MACHINES].map((word): Row => [
    "answered by a machine, hung up by either side",
    [contact({ ...ended("AGENT_DISCONNECT"), ...AGENT, ...CONNECTED, AnsweringMachineDetectionStatus: word })],
    "FAILED",
    word,
    "MACHINE",
    1,
  ]),
  [
    "answered by a person",
    [
      contact({
        ...ended("AGENT_DISCONNECT"),
        ...AGENT,
        ...CONNECTED,
        AnsweringMachineDetectionStatus: "HUMAN_ANSWERED",
      }),
    ],
    "COMPLETED",
    `${TALK}, AGENT_DISCONNECT`,
    "REACHED",
    1,
  ],
  [
    "withdrawn by the originator",
    [contact(ended("TELECOM_ORIGINATOR_CANCEL"))],
    "CANCELED",
    "TELECOM_ORIGINATOR_CANCEL",
    "CANCELED",
    0,
  ],
  [
    "hung up while it rang",
    [contact({ ...ended("TELECOM_ORIGINATOR_CANCEL"), ...AGENT })],
    "ENDED",
    "CONNECTED_TO_AGENT, TELECOM_ORIGINATOR_CANCEL",
    "UNKNOWN",
    1,
  ],
  ["expired in the queue", [contact(ended("EXPIRED"))], "EXPIRED", "EXPIRED", null, 0],
  ["ended for another reason", [contact(ended("OTHER"))], "ENDED", "OTHER", "UNKNOWN", 0],
  ["barged", [contact({ ...ended("BARGED"), ...AGENT })], "ENDED", "CONNECTED_TO_AGENT, BARGED", "UNKNOWN", 1],
  ["ended for a new reason", [contact(ended("SOMETHING_NEW"))], "ENDED", "SOMETHING_NEW", "UNKNOWN", 0],
  [
    "ended for a reason like a member of objects",
    [contact(ended("constructor"))],
    "ENDED",
    "CONSTRUCTOR",
    "UNKNOWN",
    0,
  ],
  ["ended without a reason", [contact(ended())], "ENDED", "DISCONNECTED", "UNKNOWN", 0],
];

describe("a callback", () => {
  it.each([...OPEN, ...ENDED])("%s", (_, contacts, status, word, outcome, attempts) => {
    expect(decide(contacts)).toEqual({ status, word, outcome });
    expect(attemptsOf(contacts)).toBe(attempts);
  });

  it("has no status by a record that does not say how it was initiated", () => {
    expect(decide([readContact({ Id: "c" })])).toBeNull();
  });

  it.each([...OTHER_METHODS])("is not known from a contact of the method %s", (method) => {
    expect(decide([contact(QUEUED, method)])).toMatchObject({ status: "UNKNOWN", word: method });
  });
});
