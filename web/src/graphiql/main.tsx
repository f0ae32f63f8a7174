import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "@graphiql/plugin-explorer/style.css";
import "./page.css";
import { explorerPlugin } from "@graphiql/plugin-explorer";
import { HISTORY_PLUGIN } from "@graphiql/plugin-history";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";
import { ForgetToken } from "../access/ForgetToken";
import { Gate } from "../access/Gate";
import { closePage, isOpen, onToken } from "../access/token";
import { examplesPane } from "./ExamplesPane";
import { examples } from "./examples";
import { fetcher } from "./fetcher";
import { LinkedQuery } from "./LinkedQuery";
import { Refinements } from "./Refinements";

const plugins = [examplesPane, explorerPlugin(), HISTORY_PLUGIN];

function open() {
  const root = document.getElementById("graphiql");
  if (!root) throw new Error("the page has no #graphiql element");
  createRoot(root).render(
    <Gate>
      <GraphiQL fetcher={fetcher} plugins={plugins} defaultTabs={examples}>
        <GraphiQL.Logo>
          <a className="explorer-link" href="./">
            Conflict graph
          </a>
          <ForgetToken className="forget" />
        </GraphiQL.Logo>
        <LinkedQuery />
        <Refinements />
      </GraphiQL>
    </Gate>,
  );
}

// Without its token the page starts anew, since GraphiQL's editors complain when
// they are taken away while they work.
onToken((token) => {
  if (token === undefined) location.reload();
});

// GraphiQL asks for the schema once, and a linked query is opened once: both
// have to wait for the token.
void isOpen().then((is) => {
  if (!is) closePage();
  open();
});
