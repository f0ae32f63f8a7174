import "./review.css";
import { useEffect, useState } from "react";
import { ForgetToken } from "../../access/ForgetToken";
import { SignIn } from "../../access/SignIn";
import { useActs, useCommands, useRegistry } from "../../commands/useCommands";
import { CloseIcon, MoonIcon, SunIcon, UndoIcon } from "../ui/icons";
import { Name } from "../ui/Name";
import { useDark } from "../ui/useDark";
import { useViewer } from "../viewer";
import { Add } from "./Add";
import { Desk } from "./Desk";
import { hrefOf, usePlace } from "./go";
import { pending, type Place } from "./link";
import { Queue } from "./Queue";
import { texts } from "./texts";

/** The page on which articles are added and what they claim is decided. */
export function Review() {
  const { place, go } = usePlace();
  const viewer = useViewer();
  const registry = useRegistry();
  const acts = useActs();
  const [dark, toggleDark] = useDark();
  const [said, setSaid] = useState("");
  const last = acts.at(-1);
  const before = useState(() => acts.length)[0];
  useEffect(() => {
    document.title = `${texts.title} · Conflict graph`;
    return () => {
      document.title = "Conflict graph";
    };
  }, []);

  async function undo() {
    try {
      const undone = await registry.undo();
      setSaid(undone ? texts.desk.takenBack(undone.says) : (last?.final ?? texts.desk.noUndo));
    } catch (error) {
      setSaid(error instanceof Error ? error.message : String(error));
    }
  }
  useCommands([{ id: "review.undo", title: texts.desk.undo, group: texts.desk.keysGroup, keys: ["u"], run: async () => { await undo(); return undefined; } }]);
  const shown = said || (acts.length > before ? (last?.says ?? "") : "");

  return (
    <div className="page review">
      <header className="header">
        <a className="home" href={location.pathname} title={texts.back}>
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <path d="M8 9 24 7M8 9l7 15M24 7l-9 17" />
            <circle cx="8" cy="9" r="5" />
            <circle cx="24" cy="7" r="4" />
            <circle cx="15" cy="24" r="5" />
          </svg>
          <span>Conflict graph</span>
        </a>
        <nav className="shows" aria-label={texts.title}>
          <PlaceLink place={{ is: "queue", filter: pending }} current={place.is === "queue"} onGo={go}>
            {texts.queue}
          </PlaceLink>
          {viewer.contributes && (
            <PlaceLink place={{ is: "add" }} current={place.is === "add"} onGo={go}>
              {texts.add}
            </PlaceLink>
          )}
        </nav>
        <div className="tools">
          <button type="button" className="tool" onClick={() => void registry.run("review.undo")} disabled={!last?.undo} title={last?.final || last?.says}>
            <UndoIcon />
            <span>{texts.undo}</span>
          </button>
          <button type="button" className="tool" onClick={() => void registry.run("keys")}>
            <kbd>?</kbd>
            <span>{texts.moreMenu}</span>
          </button>
          {viewer.tokens && <SignIn className="tool" />}
          <ForgetToken className="tool" />
          <button type="button" className="tool" onClick={toggleDark} aria-label={dark ? "Light colours" : "Dark colours"}>
            {dark ? <SunIcon /> : <MoonIcon />}
          </button>
        </div>
      </header>
      <div className="notices" aria-live="polite">
        {shown && (
          <div className="notice" role="status">
            <span>
              <Name of={shown} />
            </span>
            {said ? (
              <button
                type="button"
                aria-label={texts.dismiss}
                onClick={() => {
                  setSaid("");
                }}
              >
                <CloseIcon />
              </button>
            ) : (
              last?.undo && (
                <button type="button" onClick={() => void undo()}>
                  {texts.undo} <kbd>u</kbd>
                </button>
              )
            )}
          </div>
        )}
      </div>
      <main className="review-main">
        <h1 className="unseen">{texts.title}</h1>
        {place.is === "queue" && <Queue filter={place.filter} viewer={viewer} onPlace={go} />}
        {place.is === "add" && <Add viewer={viewer} onPlace={go} />}
        {place.is === "desk" && (
          <Desk
            place={place}
            viewer={viewer}
            onPlace={(next, replace) => {
              setSaid("");
              go(next, replace);
            }}
            onSay={setSaid}
          />
        )}
      </main>
    </div>
  );
}

interface LinkProps {
  place: Place;
  current: boolean;
  children: string;
  onGo: (place: Place) => void;
}

function PlaceLink({ place, current, children, onGo }: LinkProps) {
  return (
    <a
      className="place"
      href={hrefOf(place)}
      aria-current={current ? "page" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onGo(place);
      }}
    >
      {children}
    </a>
  );
}
