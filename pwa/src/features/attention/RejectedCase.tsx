/** Something the server could not take: its reason, all its words, and what can be done with them. */
import { type Signal, useSignal } from "@preact/signals";
import {
  behind as behindStart,
  canWithdraw,
  clockRunsIn,
  isOnlyHere,
  leave,
  resend,
  visitOf,
  waitingFor,
  withdraw,
} from "../../state/deciding";
import { dropDrafts } from "../../state/draft";
import { rows } from "../../state/vault";
import type { Mutation, Quarantined, Rejected } from "../../storage";
import { Icon } from "../../ui";
import { attention as words } from "../../words/attention";
import { AddAddendum } from "../sign/AddAddendum";
import { AskSupervisor, askKey, type Help } from "./AskSupervisor";
import { Case } from "./Case";
import { Closing } from "./Closing";
import { canBeFixed, FixForm, fixKey } from "./FixForm";
import { guarded } from "./guarded";
import { leftOf } from "./left";
import { asText, recorded } from "./recorded";

interface RejectedProps {
  one: Quarantined;
  because: Rejected;
  /** What a supervisor was asked and said, as far as the server could be reached. */
  help: Help | null;
}

type Doing = "fix" | "ask" | "addendum" | "withdraw" | "leave" | null;

export function RejectedCase({ one, because, help }: RejectedProps) {
  const { mutation } = one;
  const doing = useSignal<Doing>(null);
  const fault = useSignal<string | null>(null);
  const visitId = visitOf(mutation);
  const lines = recorded(mutation.data);
  const withdrawable = canWithdraw(one);
  const behind = withdrawable ? waitingFor(mutation.id) : behindStart(one);
  const settle = (act: () => Promise<void>) =>
    void guarded(fault, async () => {
      await act();
      await dropDrafts([fixKey(mutation.id), askKey(mutation.id)]);
    });
  return (
    <Case
      id={`case-${one.n}`}
      icon="mind"
      title={words.rejected.title(words.kinds[mutation.kind])}
      visitId={visitId}
      at={mutation.made_at}
      under={isOnlyHere(because) ? words.rejected.onlyHere : words.rejected.kept}
    >
      <div class="panel">
        <p class="red firm">{reasonOf(because)}</p>
        {doing.value === "fix" ? (
          <FixForm
            mutationId={mutation.id}
            data={mutation.data}
            pointer={because.pointer ?? ""}
            onCancel={() => (doing.value = null)}
            onSend={(data) => settle(() => resend(one, data))}
          />
        ) : (
          <dl class="facts fields">
            {lines.map(({ name, text }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{text}</dd>
              </div>
            ))}
          </dl>
        )}
        {behind.length > 0 && <Behind mutations={behind} />}
        {!withdrawable && <p>{words.rejected[whyNotWithdrawn(one)]}</p>}
        {help && <Answer help={help} />}
        {fault.value && (
          <p class="wrong" role="alert">
            {fault.value}
          </p>
        )}
      </div>
      {doing.value === "ask" && (
        <AskSupervisor mutationId={mutation.id} onClose={() => (doing.value = null)} />
      )}
      {doing.value === "addendum" && (
        <AddAddendum
          visitId={visitId}
          kind="late-entry"
          text={textOf(one)}
          settles={[one.n]}
          onClose={() => (doing.value = null)}
        />
      )}
      {doing.value === "withdraw" && withdrawable ? (
        <Closing
          help={words.rejected.withdrawHelp}
          confirm={words.rejected.confirm}
          doing={doing}
          onConfirm={() => settle(() => withdraw(one, (other) => recorded(other.data)))}
        />
      ) : doing.value === "leave" && canBeLeft(one) ? (
        <Closing
          help={words.rejected.leaveHelp}
          confirm={words.rejected.leaveIt}
          doing={doing}
          onConfirm={() => settle(() => leave(one, leftOf(one)))}
        />
      ) : (
        doing.value !== "fix" && (
          <Actions one={one} doing={doing} signed={isSigned(visitId)} closed={isClosed(because)} />
        )
      )}
    </Case>
  );
}

/** What cannot go before it, in all its words too. */
function Behind({ mutations }: { mutations: readonly Mutation[] }) {
  return (
    <div class="behind">
      <p class="small second">{words.rejected.behind(mutations.length)}</p>
      <ul>
        {mutations.map((one) => (
          <li key={one.id}>
            <b>{words.kinds[one.kind]}</b>{" "}
            {recorded(one.data)
              .map(({ name, text }) => `${name}: ${text}`)
              .join(" · ")}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ActionsProps {
  one: Quarantined;
  doing: Signal<Doing>;
  signed: boolean;
  /** Sent again it would be refused again. */
  closed: boolean;
}

function Actions({ one, doing, signed, closed }: ActionsProps) {
  const copied = useSignal(false);
  const { kind, data } = one.mutation;
  const addendum = signed && kind !== "visit.sign" && kind !== "addendum.add";
  const copy = async () => {
    const all = [data, ...behindStart(one).map((other) => other.data)];
    await navigator.clipboard.writeText(all.map((other) => asText(recorded(other))).join("\n\n"));
    copied.value = true;
  };
  return (
    <div class="foot">
      {canWithdraw(one) ? (
        <button type="button" onClick={() => (doing.value = "withdraw")}>
          {words.rejected.withdraw}
        </button>
      ) : (
        canBeLeft(one) && (
          <button type="button" onClick={() => (doing.value = "leave")}>
            {words.rejected.leave}
          </button>
        )
      )}
      <button type="button" onClick={() => void copy()}>
        <Icon name={copied.value ? "check" : "copy"} />
        {copied.value ? words.rejected.copied : words.rejected.copy}
      </button>
      {!isOnlyHere(one.because) && (
        <button type="button" class={closed ? "outlined" : ""} onClick={() => (doing.value = "ask")}>
          {words.rejected.ask}
        </button>
      )}
      {!closed && (
        <button type="button" class="outlined" onClick={() => (doing.value = addendum ? "addendum" : "fix")}>
          {addendum ? words.rejected.addendum : canBeFixed(data) ? words.rejected.fix : words.rejected.again}
        </button>
      )}
    </div>
  );
}

function Answer({ help }: { help: Help }) {
  return (
    <div class="asked">
      <p class="small second">{words.rejected.youAsked}</p>
      <p class="text">{help.question}</p>
      {help.answer ? (
        <>
          <p class="small second">{words.rejected.answered(help.answeredBy)}</p>
          <p class="text firm">{help.answer}</p>
        </>
      ) : (
        <p class="small second">{words.rejected.noAnswer}</p>
      )}
    </div>
  );
}

/** What the server said; our own words where we know better. */
function reasonOf({ type, title, detail }: Rejected): string {
  const ours = words.reasons[type.replace("/problems/", "") as keyof typeof words.reasons];
  return ours ?? [title, detail === title ? "" : detail].filter(Boolean).join(". ");
}

function whyNotWithdrawn(one: Quarantined): "noCopy" | "stopFirst" | "noPlace" {
  if (isOnlyHere(one.because)) return "noCopy";
  return clockRunsIn(one) ? "stopFirst" : "noPlace";
}

function canBeLeft(one: Quarantined): boolean {
  return !canWithdraw(one) && whyNotWithdrawn(one) === "noPlace";
}

function isClosed({ type }: Rejected): boolean {
  return ["visit-void", "not-on-caseload"].includes(type.replace("/problems/", ""));
}

function isSigned(visitId: string): boolean {
  const visit = rows.value.visit.get(visitId);
  return visit?.status === "signed";
}

/** The words alone where there are words, else every field. */
function textOf({ mutation }: Quarantined): string {
  const { text } = mutation.data;
  return typeof text === "string" && text !== "" ? text : asText(recorded(mutation.data));
}
