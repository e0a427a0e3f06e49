/** In what the record differs from what this signature was put under. */
import { desk as words } from "../../words/desk";

/** `className` draws it: a notice on the screen, a frame on paper. */
export function Difference({ lines, className }: { lines: readonly string[]; className: string }) {
  return (
    <div class={className}>
      <p>
        <strong>{words.review.signAgain}</strong>
      </p>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
}
