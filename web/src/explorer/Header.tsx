import { useState } from "react";
import { ForgetToken } from "../access/ForgetToken";
import { SignIn } from "../access/SignIn";
import { neighborhoodQuery, openingQuery } from "./api/queries";
import { AsGraphQL } from "./ui/AsGraphQL";
import { ExportMenu } from "./ui/ExportMenu";
import { FilterIcon, LinkIcon, MoonIcon, SunIcon, UndoIcon } from "./ui/icons";
import { SearchBox } from "./ui/SearchBox";
import type { Graph } from "./view/useGraph";
import { chosenIn } from "./view/filter";
import { useViewer } from "./viewer";
import { isFiltered, type Show, type View } from "./view/view";

interface Props {
  view: View;
  dark: boolean;
  onDark: () => void;
  undo: (() => void) | undefined;
  filtersOpen: boolean;
  onFilters: () => void;
  picking: boolean;
  onHome: () => void;
  onView: (next: View) => void;
  onEntity: (id: string) => void;
  onRelation: (id: string) => void;
  link: () => string;
  around: Graph["around"];
}

const shows: [Show, string][] = [
  ["graph", "Graph"],
  ["split", "Both"],
  ["table", "Table"],
  ["map", "Map"],
];

export function Header(props: Props) {
  const { view } = props;
  const chosen = chosenIn(view);
  const viewer = useViewer();
  return (
    <header className="header">
      <button type="button" className="home" onClick={props.onHome} title="Back to where it opens">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <path d="M8 9 24 7M8 9l7 15M24 7l-9 17" />
          <circle cx="8" cy="9" r="5" />
          <circle cx="24" cy="7" r="4" />
          <circle cx="15" cy="24" r="5" />
        </svg>
        <span>Conflict graph</span>
      </button>
      <SearchBox
        asOf={view.asOf}
        label="Search people, countries, proposals and words"
        shortcut
        placeholder={props.picking ? "Paths to whom?" : "Search a name or words"}
        onEntity={props.onEntity}
        onRelation={props.onRelation}
      />
      <div className="tools">
        <div className="shows" role="group" aria-label="Show as">
          {shows.map(([show, label]) => (
            <button
              key={show}
              type="button"
              aria-pressed={view.show === show}
              onClick={() => {
                props.onView({ ...view, show });
              }}
            >
              {label}
            </button>
          ))}
        </div>
        <button type="button" className="tool" aria-pressed={props.filtersOpen} onClick={props.onFilters}>
          <FilterIcon />
          <span>Filter</span>
          {isFiltered(view) && <span className="count">{chosen || "time"}</span>}
        </button>
        <button type="button" className="tool" disabled={!props.undo} onClick={props.undo} title="Back to the view before (Ctrl Z)">
          <UndoIcon />
          <span>Undo</span>
        </button>
        <CopyLink link={props.link} />
        <ExportMenu view={view} />
        {props.around.center.length > 0 ? (
          <AsGraphQL query={neighborhoodQuery} variables={props.around} of="what is drawn" />
        ) : (
          <AsGraphQL query={openingQuery} variables={{ filter: props.around.filter, asOf: props.around.asOf }} of="what is drawn" />
        )}
        <a className="tool" href="graphiql">
          IDE
        </a>
        {viewer.contributes && (
          <>
            <a className="tool" href="?review=queue" title="What articles claim and nobody has decided yet">
              Review
            </a>
            <a className="tool" href="?review=add">
              Add an article
            </a>
          </>
        )}
        {viewer.tokens && <SignIn className="tool" />}
        <ForgetToken className="tool" />
        <button type="button" className="tool" onClick={props.onDark} aria-label={props.dark ? "Light colours" : "Dark colours"}>
          {props.dark ? <SunIcon /> : <MoonIcon />}
        </button>
      </div>
    </header>
  );
}

function CopyLink({ link }: { link: () => string }) {
  const [said, setSaid] = useState("");
  async function copy() {
    const address = link();
    try {
      await navigator.clipboard.writeText(address);
      setSaid("Copied");
    } catch {
      history.replaceState(history.state, "", address);
      setSaid("In the address bar");
    }
    setTimeout(() => {
      setSaid("");
    }, 2000);
  }
  return (
    <button type="button" className="tool" onClick={() => void copy()} title="Copy a link that reopens exactly this view">
      <LinkIcon />
      <span>{said || "Link"}</span>
    </button>
  );
}
