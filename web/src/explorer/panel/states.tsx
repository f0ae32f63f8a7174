import type { ReactNode } from "react";

export function Waiting({ what }: { what: string }) {
  return (
    <div className="waiting" role="status">
      <span className="pulse" aria-hidden="true" />
      Reading {what} …
    </div>
  );
}

export function Failed({ error, again }: { error: Error; again: () => void }) {
  return (
    <div className="failed" role="alert">
      <strong>No answer</strong>
      <p>{error.message}</p>
      <button type="button" onClick={again}>
        Try again
      </button>
    </div>
  );
}

export function Nothing({ children }: { children: ReactNode }) {
  return <div className="nothing">{children}</div>;
}
