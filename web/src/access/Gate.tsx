import "./access.css";
import { Fragment, type ReactNode } from "react";
import { TokenForm } from "./TokenForm";
import { useAccess } from "./token";

/** What may be read, or else the question for a token. Another token begins it anew. */
export function Gate({ children }: { children: ReactNode }) {
  const { token, closed } = useAccess();
  return closed ? <TokenForm refused={token !== undefined} /> : <Fragment key={token ?? ""}>{children}</Fragment>;
}
