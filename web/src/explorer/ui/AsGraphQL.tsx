import { useState } from "react";
import type { TypedDocumentString } from "../../generated/graphql";
import { asText } from "../api/asText";
import { CopyIcon, OpenIcon } from "./icons";

interface Props<T, V> {
  query: TypedDocumentString<T, V>;
  variables: V;
  /** What the query asks for, for those who do not see where the buttons stand. */
  of: string;
}

/** Copies the query behind a view, or opens it in the IDE. */
export function AsGraphQL<T, V extends Record<string, unknown>>({ query, variables, of }: Props<T, V>) {
  const [copied, setCopied] = useState("");
  const text = () => asText(query.toString(), variables);

  async function copy() {
    try {
      await navigator.clipboard.writeText(await text());
      setCopied("Copied");
    } catch {
      setCopied("The browser does not let pages copy here");
    }
    setTimeout(() => {
      setCopied("");
    }, 2000);
  }

  async function open() {
    const target = window.open("about:blank", "_blank");
    const address = new URL("graphiql", location.href);
    address.search = "";
    address.hash = new URLSearchParams({ query: await text() }).toString();
    if (target) {
      target.opener = null;
      target.location.href = address.href;
    } else {
      location.href = address.href;
    }
  }

  return (
    <span className="as-graphql">
      <button type="button" className="quiet" onClick={() => void copy()} title={`Copy the query for ${of}`}>
        <CopyIcon />
        {copied || "Copy as GraphQL"}
      </button>
      <button type="button" className="quiet" onClick={() => void open()} title={`Open the query for ${of} in the IDE`}>
        <OpenIcon />
        Open as GraphQL
      </button>
    </span>
  );
}
