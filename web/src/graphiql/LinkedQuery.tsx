import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useEffect, useState } from "react";

/** Shows nothing itself: it opens the query that the page's address has after the #, in a tab of its own. */
export function LinkedQuery() {
  const actions = useGraphiQLActions();
  const { tabs, queryEditor } = useGraphiQL(pick("tabs", "queryEditor"));

  const [, linked] = useState(0);

  useEffect(() => {
    const again = () => {
      linked((n) => n + 1);
    };
    addEventListener("hashchange", again);
    return () => {
      removeEventListener("hashchange", again);
    };
  }, []);

  useEffect(() => {
    const query = new URLSearchParams(location.hash.slice(1)).get("query");
    if (!query || !queryEditor) return;
    history.replaceState(history.state, "", location.pathname + location.search);
    const tab = tabs.findIndex((tab) => tab.query === query);
    if (tab >= 0) {
      actions.changeTab(tab);
    } else {
      actions.addTab();
      queryEditor.setValue(query);
    }
  });

  return null;
}
