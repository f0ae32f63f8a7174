import { Fragment } from "react";
import { Name } from "../ui/Name";
import { type Claimed, wordsOfClaim } from "./say";

/** A claim in plain words. */
export function ClaimText({ claim }: { claim: Claimed }) {
  return (
    <>
      {wordsOfClaim(claim).map((word, i) => (
        <Fragment key={i}>{typeof word === "string" ? word : <Name className="name" of={word.name} />}</Fragment>
      ))}
    </>
  );
}

/** When something was recorded, by the reader's clock. */
export const moment = (at: string) => new Date(at).toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
