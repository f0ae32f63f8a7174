import "./access.css";
import type { ReactNode } from "react";
import { TokenForm } from "./TokenForm";
import { useAccess } from "./token";

/** What may be read, or else the question for a token. */
export function Gate({ children }: { children: ReactNode }) {
  const { token, closed } = useAccess();
  if (!closed) return children;
  return (
    <main className="access">
      <TokenForm
        refused={token !== undefined}
        title="This graph is not open to everybody"
        purpose="To read it, give the token that you were given for it."
        submit="Open the graph"
      />
    </main>
  );
}
