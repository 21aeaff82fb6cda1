type Settings = Readonly<Record<string, unknown>>;

/** The endpoint of Amazon ECS, for a relative address. */
const ECS_ORIGIN = "http://169.254.170.2";

/**
 * Completes settings without `auth` and `role`: by the access key in the environment, else by the endpoint of the
 * container's role. All AWS tools read these variables.
 */
export function withAwsEnvironment(own: Settings, environment: Readonly<Record<string, string | undefined>>): Settings {
  if (own["auth"] !== undefined || own["role"] !== undefined) return own;
  const read = (name: string): string | undefined => {
    const value = environment[name]?.trim();
    return value === "" ? undefined : value;
  };
  const auth = {
    accessKeyId: read("AWS_ACCESS_KEY_ID"),
    secretAccessKey: read("AWS_SECRET_ACCESS_KEY"),
    sessionToken: read("AWS_SESSION_TOKEN"),
  };
  if (auth.accessKeyId !== undefined && auth.secretAccessKey !== undefined) return { ...own, auth };
  const relative = read("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  const uri = relative === undefined ? read("AWS_CONTAINER_CREDENTIALS_FULL_URI") : ECS_ORIGIN + relative;
  if (uri === undefined) return own;
  const token = read("AWS_CONTAINER_AUTHORIZATION_TOKEN");
  return { ...own, role: { uri, token, tokenFile: read("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") } };
}
