/** What to do when the server does not answer, or says no. */
import { ApiFault } from "../../sync";
import { desk as words } from "../../words/desk";

/** The title and the help that a failed request deserves. */
export function told(fault: unknown): { title: string; help: string } {
  if (!(fault instanceof ApiFault) || fault.problem === null) return words.offline;
  if (fault.status === 404) return { title: fault.problem.title, help: words.notFound };
  if (fault.status === 403) return { title: fault.problem.title, help: words.denied };
  return { title: fault.problem.title, help: fault.problem.detail ?? "" };
}

export function Refused({ problem, again }: { problem: unknown; again: () => void }) {
  const { title, help } = told(problem);
  return (
    <div class="notice bad" role="alert">
      <p>
        <b>{title}</b> {help}
      </p>
      <button type="button" onClick={again}>
        {words.offline.again}
      </button>
    </div>
  );
}
