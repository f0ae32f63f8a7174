import { visible } from "../text/names";

/** A name, or other words from outside: in a direction of its own, with nothing in it that is not seen. */
export function Name({ of, className }: { of: string; className?: string }) {
  return (
    <bdi className={className} title={of.length > 120 ? visible(of) : undefined}>
      {visible(of)}
    </bdi>
  );
}
