import { type GraphiQLPlugin, pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { examples } from "./examples";

function Icon() {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M9 18h6M10 21h4M8 14a6 6 0 1 1 8 0c-.7.6-1 1.3-1 2H9c0-.7-.3-1.4-1-2Z" />
    </svg>
  );
}

function Pane() {
  const actions = useGraphiQLActions();
  const { tabs, queryEditor } = useGraphiQL(pick("tabs", "queryEditor"));

  function open(query: string) {
    const tab = tabs.findIndex((tab) => tab.query === query);
    if (tab >= 0) {
      actions.changeTab(tab);
    } else {
      actions.addTab();
      queryEditor?.setValue(query);
    }
    queryEditor?.focus();
  }

  return (
    <section className="examples" aria-label="Examples">
      <h2>Examples</h2>
      <ul>
        {examples.map(({ title, query }) => (
          <li key={title}>
            <button
              type="button"
              onClick={() => {
                open(query);
              }}
            >
              {title}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Lists the example queries and opens them, each in a tab of its own. */
export const examplesPane: GraphiQLPlugin = { title: "Examples", icon: Icon, content: Pane };
