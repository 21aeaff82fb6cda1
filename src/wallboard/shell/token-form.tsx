import { useState, type SubmitEvent } from "react";
import { useLiveValue } from "../data/live-value.js";
import { useWall } from "../data/wall.js";

/** Requests a token if the API requires one. */
export function TokenForm() {
  const { session } = useWall();
  const why = useLiveValue(session.refusal);
  const [token, setToken] = useState("");
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (token.trim() !== "") session.signIn(token.trim());
  };
  return (
    <main className="sign-in">
      <form className="card" onSubmit={onSubmit}>
        <h1>Ringback wallboard</h1>
        <p role="alert">{why}</p>
        <label className="field">
          <span>Token or API key</span>
          <input
            type="password"
            autoComplete="off"
            autoFocus
            value={token}
            onChange={({ target }) => setToken(target.value)}
          />
        </label>
        <p className="note">The token is stored until this tab is closed, and sent only to this gateway.</p>
        <button type="submit" className="primary">
          Sign in
        </button>
      </form>
    </main>
  );
}
