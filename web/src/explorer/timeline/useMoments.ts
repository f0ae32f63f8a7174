import { ask } from "../api/client";
import { momentsQuery } from "../api/queries";
import { useReading } from "../api/useAnswer";

/** So many pages of the journal are read at most: a slider has no room for more stops. */
const mostPages = 5;
const none: string[] = [];

/** The moments at which something was written, from the first on. */
export function useMoments(): readonly string[] {
  return useReading(["moments"], read).data ?? none;
}

async function read(signal: AbortSignal): Promise<string[]> {
  const moments: string[] = [];
  let after = 0;
  for (let page = 0; page < mostPages; page++) {
    const { history } = await ask(momentsQuery, { after }, signal);
    moments.push(...history.map((activity) => activity.recordedAt));
    const last = history.at(-1);
    if (history.length < 100 || !last) break;
    after = last.number;
  }
  return moments;
}
