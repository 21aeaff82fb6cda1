import { useState, type SubmitEvent } from "react";
import { useLiveValue } from "../data/live-value.js";
import { useWall, useWords } from "../data/wall.js";

/** Requests a token if the API requires one. */
export function TokenForm() {
  const { session } = useWall();
  const refusal = useLiveValue(session.refusal);
  const { shell } = useWords();
  const [token, setToken] = useState("");
  const onSubmit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (token.trim() !== "") session.signIn(token.trim());
  };
  return (
    <main className="sign-in">
      <form className="card" onSubmit={onSubmit}>
        <h1>{shell.title}</h1>
        <p role="alert">{refusal === "required" ? shell.tokenRequired : shell.tokenRejected}</p>
        <label className="field">
          <span>{shell.token}</span>
          <input
            type="password"
            autoComplete="off"
            autoFocus
            value={token}
            onChange={({ target }) => setToken(target.value)}
          />
        </label>
        <p className="note">{shell.tokenNote}</p>
        <button type="submit" className="primary">
          {shell.signIn}
        </button>
      </form>
    </main>
  );
}
