import { forgetToken, useAccess } from "./token";

/** A button that forgets the token; nothing where there is none. */
export function ForgetToken({ className }: { className?: string }) {
  const { token } = useAccess();
  if (token === undefined) return null;
  return (
    <button type="button" className={className} onClick={forgetToken} title="Send no token any more, and keep none in this tab">
      Forget token
    </button>
  );
}
