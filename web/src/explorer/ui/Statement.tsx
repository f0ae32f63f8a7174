import { type Said, verbOf } from "../statement";
import { Name } from "./Name";

interface Props {
  relation: Said & { subject: { name: string }; object: { name: string } };
  /** Leaves out the subject, where it has been named. */
  bare?: boolean;
}

/** A relation as a sentence. */
export function Statement({ relation, bare }: Props) {
  return (
    <span>
      {!bare && (
        <>
          <Name className="name" of={relation.subject.name} />{" "}
        </>
      )}
      <span className="type">{verbOf(relation)}</span> <Name className="name" of={relation.object.name} />
    </span>
  );
}
