import { pick, useGraphiQL } from "@graphiql/react";
import { useEffect } from "react";

/** Shows nothing itself: it adjusts what GraphiQL has no settings for. */
export function Refinements() {
  const { activeTabIndex, responseEditor, tabs } = useGraphiQL(
    pick("activeTabIndex", "responseEditor", "tabs"),
  );

  // Monaco boxes characters that could pass for others in code. In the words of
  // an article, ’ and “ are none to warn of.
  useEffect(() => {
    responseEditor?.updateOptions({ unicodeHighlight: { ambiguousCharacters: false } });
  }, [responseEditor]);

  useEffect(() => {
    document
      .querySelector(".graphiql-tab-active")
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [activeTabIndex, tabs.length]);

  return null;
}
