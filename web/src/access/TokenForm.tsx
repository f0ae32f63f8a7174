import { type SubmitEvent, useId, useState } from "react";
import { forgetToken, keepToken, mayRead } from "./token";

interface Props {
  /** The server no longer accepts the token that was given. */
  refused: boolean;
  /** What a token is for, and what the button says that gives it. */
  title: string;
  purpose: string;
  submit: string;
}

/** Asks for a token, and says so where the server does not accept it. */
export function TokenForm({ refused, title, purpose, submit: label }: Props) {
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState(refused ? "The server no longer accepts the token that was given, or it may not read." : "");
  const [asking, setAsking] = useState(false);
  const id = useId();

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const token = typed.trim().replace(/^Bearer\s+/i, "");
    // A header holds nothing else.
    if (!/^[\x21-\x7e]+$/.test(token)) {
      setProblem("A token is one word of Latin letters, digits and signs: check what was copied.");
      return;
    }
    setAsking(true);
    try {
      if (await mayRead(token)) keepToken(token);
      else setProblem("The server does not accept this token: it may be mistyped, have expired, or not be allowed to read.");
    } catch {
      setProblem("The server cannot be reached. Is it still running?");
    } finally {
      setAsking(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)}>
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <path d="M10 14V10a6 6 0 0 1 12 0v4" />
        <rect x="6" y="14" width="20" height="14" rx="3" />
        <circle cx="16" cy="21" r="2" />
      </svg>
      <h1>{title}</h1>
      <p>{purpose} It stays in this tab, and is gone when you close it.</p>
      <label htmlFor={id}>Token</label>
      <input
        id={id}
        type="password"
        autoComplete="off"
        spellCheck={false}
        autoFocus
        value={typed}
        aria-invalid={problem !== ""}
        aria-describedby={`${id}-problem`}
        onChange={(event) => {
          setTyped(event.target.value);
          setProblem("");
        }}
      />
      <p id={`${id}-problem`} className="problem" role="alert">
        {problem}
      </p>
      <div className="answers">
        <button type="submit" disabled={typed.trim() === "" || asking}>
          {asking ? "Asking …" : label}
        </button>
        {refused && (
          <button type="button" className="other" onClick={forgetToken}>
            Go on without a token
          </button>
        )}
      </div>
    </form>
  );
}
