import { useId, useRef, useState } from "react";
import { saveFromServer } from "../download";
import { exportAddress, exportFormats } from "../view/exports";
import type { View } from "../view/view";
import { DownloadIcon } from "./icons";

/** Saves all that passes the filters, in a format that another tool opens. */
export function ExportMenu({ view }: { view: View }) {
  const [problem, setProblem] = useState("");
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();

  async function take(format: string, extension: string) {
    setProblem("");
    try {
      await saveFromServer(exportAddress(view, format), `conflictgraph.${extension}`);
      menu.current?.hidePopover();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <div className="menu-box">
      <button type="button" className="tool" popoverTarget={id} title="Save what passes the filters, for another tool">
        <DownloadIcon />
        <span>Export</span>
      </button>
      <div id={id} ref={menu} popover="auto" className="menu" role="group" aria-label="Export as">
        <p className="note">
          {view.focus.length > 0 ? "All that is linked to what this view is about" : "The whole graph"}, as far as it passes the filters:
        </p>
        {exportFormats.map(({ format, name, opens, extension }) => (
          <button key={format} type="button" onClick={() => void take(format, extension)}>
            <strong>{name}</strong> <span className="note">{opens}</span>
          </button>
        ))}
        {problem && <p role="alert">{problem}</p>}
      </div>
    </div>
  );
}
