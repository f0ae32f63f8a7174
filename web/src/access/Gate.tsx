import "./access.css";
import type { ReactNode } from "react";
import { TokenForm } from "./TokenForm";
import { useAccess } from "./token";

/** What may be read, or else the question for a token. */
export function Gate({ children }: { children: ReactNode }) {
  const { token, closed } = useAccess();
  return closed ? <TokenForm refused={token !== undefined} /> : children;
}
