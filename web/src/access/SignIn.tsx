import "./access.css";
import { useEffect, useRef, useState } from "react";
import { TokenForm } from "./TokenForm";
import { useAccess } from "./token";

/** A button that asks for a token; nothing where there is one. */
export function SignIn({ className }: { className?: string }) {
  const { token } = useAccess();
  const [open, setOpen] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
  }, [open]);
  if (token !== undefined) return null;
  return (
    <>
      <button
        type="button"
        className={className}
        title="Give the token with which you may add and decide"
        onClick={() => {
          setOpen(true);
        }}
      >
        Sign in
      </button>
      {open && (
        <dialog
          ref={dialog}
          className="access"
          aria-label="Sign in"
          onClose={() => {
            setOpen(false);
          }}
        >
          <TokenForm refused={false} title="Add to this graph" purpose="Give the token that you were given for it." submit="Sign in" />
          <form method="dialog" className="close">
            <button type="submit" className="other">
              Cancel
            </button>
          </form>
        </dialog>
      )}
    </>
  );
}
