import { Name } from "../ui/Name";
import { ClaimText, moment } from "./bits";
import type { Claimed } from "./say";
import { texts } from "./texts";
import type { Suggestion } from "./useDesk";

/** What one wanted and what somebody else has made of it in the meantime. */
export interface Clash {
  /** What one was about to do: “Accept”. */
  act: string;
  mine: Claimed;
  /** The suggestion as it is by now; of one that was revised, the revision. */
  theirs: Suggestion;
  /** What became of the suggestion that one had in hand. */
  became: Suggestion;
}

interface Props {
  clash: Clash;
  onSee: () => void;
  onClose: () => void;
}

/** Both versions, where two people decided at once. */
export function Conflict({ clash: { act, mine, theirs, became }, onSee, onClose }: Props) {
  const { decision } = became;
  return (
    <section className="clash" role="alert" aria-label={texts.desk.conflict}>
      <h3>{texts.desk.conflict}</h3>
      <dl>
        <div>
          <dt>
            {texts.desk.yours}: {act}
          </dt>
          <dd>
            <ClaimText claim={mine} />
          </dd>
        </div>
        <div>
          <dt>
            {texts.desk.theirs}:{" "}
            {decision ? (
              <Name of={texts.desk.decided(became.state, decision.agent ?? texts.desk.somebody, moment(decision.recordedAt))} />
            ) : (
              texts.states[became.state]
            )}
            {decision?.reason && (
              <>
                , <Name of={texts.desk.because(decision.reason)} />
              </>
            )}
          </dt>
          <dd>
            <ClaimText claim={theirs} />
          </dd>
        </div>
      </dl>
      <div className="buttons">
        <button type="button" onClick={onClose}>
          {texts.desk.keepTheirs}
        </button>
        <button type="button" onClick={onSee}>
          {texts.desk.seeTheirs}
        </button>
      </div>
    </section>
  );
}
