import { encodeId } from "../domain/id.js";
import { ArgumentError, print, type Command, type Options } from "./command.js";
import { DEFAULT_GATEWAY_URL, readToken, toGatewayUrl } from "./gateway-url.js";

export const eraseCommand: Command = {
  options: {
    number: { value: "<number>" },
    contact: { value: "<source>:<id>" },
    callback: { value: "<source>:<id>" },
    trial: {},
    "allow-again": {},
    url: { value: "<URL of the gateway>" },
  },
  does: [
    "erase a customer's callbacks from the store of a running gateway, with every trace in changes, records and the audit;",
    "--number: in E.164, or as the vendor writes it; --contact: the vendor's id of the customer; --callback: the vendor's id,",
    "or the API's, of one callback; --trial: say what would be erased; --allow-again: let erased records be stored again;",
    `--url: default ${DEFAULT_GATEWAY_URL}; the token or API key comes from RINGBACK_TOKEN, and requires the scopes`,
    "callbacks:read, callbacks:write and admin",
  ],
  async run({ environment, options }) {
    const { url = DEFAULT_GATEWAY_URL } = options;
    const subject = toSubject(options);
    const gateway = { endpoint: toGatewayUrl(String(url), "graphql"), token: readToken(environment) };
    const isTrial = options["trial"] === true;
    if (options["allow-again"] === true) {
      if (isTrial) throw new ArgumentError("--trial does not go with --allow-again");
      const { admitErasedCallbacks } = await execute<Admitted>(gateway, ADMIT, subject);
      print([`${admitErasedCallbacks.recordCount} erased records are stored again once their vendor returns them`]);
      return;
    }
    const { eraseCallbacks } = await execute<Erased>(gateway, ERASE, { ...subject, isTrial });
    print(describe(eraseCallbacks, isTrial));
  },
};

/** The input of both mutations. */
interface SubjectInput {
  readonly phoneNumber?: string;
  readonly source?: string;
  readonly contactId?: string;
  readonly ids?: readonly string[];
}

interface Erased {
  readonly eraseCallbacks: {
    readonly erasedIds: readonly string[];
    readonly changeCount: number;
    readonly commandCount: number;
    readonly unreadableRecordCount: number;
  };
}

interface Admitted {
  readonly admitErasedCallbacks: { readonly recordCount: number };
}

/** As the stored operations have them, so that a gateway that serves trusted documents alone executes them as well. */
export const ERASE = `mutation EraseCallbacks($input: EraseCallbacksInput!) {
  eraseCallbacks(input: $input) {
    erasedIds
    changeCount
    commandCount
    unreadableRecordCount
  }
}`;
export const ADMIT = `mutation AdmitErasedCallbacks($input: AdmitErasedCallbacksInput!) {
  admitErasedCallbacks(input: $input) {
    recordCount
  }
}`;

/** Reads which callbacks are concerned. Throws an ArgumentError unless exactly one option says so. */
export function toSubject(options: Options): SubjectInput {
  const { number, contact, callback } = options;
  if ([number, contact, callback].filter((value) => typeof value === "string").length !== 1) {
    throw new ArgumentError("expected exactly one of --number, --contact and --callback");
  }
  if (typeof number === "string") return { phoneNumber: number };
  if (typeof contact === "string") {
    const { source, id } = toPair("contact", contact);
    return { source, contactId: id };
  }
  const text = String(callback);
  if (!text.includes(":")) return { ids: [text] };
  const { source, id } = toPair("callback", text);
  return { ids: [encodeId("Callback", source, id)] };
}

function toPair(option: string, text: string): { readonly source: string; readonly id: string } {
  const [, source, id] = /^([^:]+):(.+)$/su.exec(text) ?? [];
  if (source === undefined || id === undefined) {
    throw new ArgumentError(`--${option} ${text}: expected the name of a source, a colon and the vendor's id`);
  }
  return { source, id };
}

function describe(erased: Erased["eraseCallbacks"], isTrial: boolean): string[] {
  const { erasedIds, changeCount, commandCount, unreadableRecordCount } = erased;
  const verb = isTrial ? "would be" : "were";
  const lines = [
    `${erasedIds.length} callbacks ${verb} erased`,
    `${changeCount} changes and ${commandCount} commands ${verb} rewritten without personal data`,
    `${unreadableRecordCount} unreadable records ${verb} deleted`,
  ];
  if (isTrial) return lines;
  return [
    ...lines,
    "records that the vendor still returns are not stored again",
    "what remains: backups and archives of the store, exports, and the vendor's own records",
  ];
}

interface Gateway {
  readonly endpoint: URL;
  readonly token: string | null;
}

/** Executes a mutation at a running gateway. Rejects with an ArgumentError that says what to do. */
async function execute<Result>(
  { endpoint, token }: Gateway,
  query: string,
  input: SubjectInput & { readonly isTrial?: boolean },
): Promise<Result> {
  const headers: Record<string, string> = { "content-type": "application/json", accept: "application/json" };
  if (token !== null) headers["authorization"] = `Bearer ${token}`;
  const body = JSON.stringify({ query, variables: { input } });
  let response: Response;
  try {
    response = await fetch(endpoint, { method: "POST", headers, body });
  } catch (error) {
    const { cause } = error as Error;
    const reason = cause instanceof Error ? cause.message : String(error);
    throw new ArgumentError(
      `no gateway can be reached at ${endpoint.href}: start it, or name its URL with --url (${reason})`,
    );
  }
  const { data, errors } = (await readJson(response, endpoint)) as {
    readonly data?: Result | null;
    readonly errors?: readonly { readonly message: string }[];
  };
  if (data !== null && data !== undefined && errors === undefined) return data;
  const [first] = errors ?? [];
  throw new ArgumentError(
    `the gateway at ${endpoint.href} rejects this: ${first?.message ?? `status ${response.status}`}`,
  );
}

async function readJson(response: Response, endpoint: URL): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new ArgumentError(
      `the server at ${endpoint.href} is no gateway: it responded with status ${response.status}`,
    );
  }
}
