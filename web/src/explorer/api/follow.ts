import { authorization } from "../../access/token";
import { endpoint } from "../../access/endpoint";
import type { TypedDocumentString } from "../../generated/graphql";

/** How long to wait before a connection that was lost is opened again, in milliseconds, and at most. */
const firstPause = 1_000;
const longestPause = 60_000;

interface Message {
  type: string;
  payload?: unknown;
}

/**
 * Follows a subscription over a WebSocket, until what is returned is called. A
 * connection that is lost is opened again; onAgain is then called, since events may
 * have been missed.
 */
export function follow<T, V>(query: TypedDocumentString<T, V>, variables: V, onEvent: (event: T) => void, onAgain: () => void): () => void {
  let ended = false;
  let pause = firstPause;
  let lost = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let socket: WebSocket | undefined;

  function open() {
    const address = new URL(endpoint, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(address, "graphql-transport-ws");
    const send = (message: Message & { id?: string }) => socket?.send(JSON.stringify(message));
    socket.onopen = () => {
      send({ type: "connection_init", payload: authorization() });
    };
    socket.onmessage = ({ data }: MessageEvent<string>) => {
      const message = JSON.parse(data) as Message;
      if (message.type === "connection_ack") {
        send({ type: "subscribe", id: "1", payload: { query: query.toString(), variables } });
        pause = firstPause;
        if (lost) onAgain();
        lost = false;
      } else if (message.type === "ping") {
        send({ type: "pong" });
      } else if (message.type === "next") {
        const event = (message.payload as { data?: T | null } | undefined)?.data;
        if (event) onEvent(event);
      } else if (message.type === "error" || message.type === "complete") {
        socket?.close();
      }
    };
    socket.onclose = ({ code }) => {
      // 4403: the server does not let this token follow, and would not the next time.
      if (ended || code === 4403) return;
      lost = true;
      timer = setTimeout(open, pause);
      pause = Math.min(2 * pause, longestPause);
    };
  }

  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    socket?.close();
  };
}
