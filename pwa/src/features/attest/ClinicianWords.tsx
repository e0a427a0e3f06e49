/** In the Billing region: what billing asks of the clinician, what was said, and ties among equals. */
import { useSignal } from "@preact/signals";
import type { AttestationRow, BillingResult, ServiceDayRow } from "../../domain/types";
import { choosePreferred } from "../../state/recording";
import { rows } from "../../state/vault";
import { StorageFault } from "../../storage";
import { Icon, Wrong } from "../../ui";
import { words as w } from "../../words";
import { attest as words } from "../../words/attest";
import { AttestKx, AttestPair } from "./AttestDialog";
import { type AskedPair, askedKx, askedPairs } from "./asked";
import "./attest.css";

interface Props {
  visitId: string;
  day: ServiceDayRow;
  result: BillingResult;
}

export function ClinicianWords({ visitId, day, result }: Props) {
  const open = useSignal<AskedPair | "kx" | null>(null);
  const said = [...rows.value.attestation.values()].filter((one) => day.visit_ids.includes(one.visit_id));
  const pairs = askedPairs(result);
  const kx = askedKx(result);
  const saidKx = said.findLast((one) => one.kind === "kx");
  const close = () => {
    open.value = null;
  };
  return (
    <div class="clinician-words">
      {pairs.map((one) => (
        <Row
          key={`${one.finding}:${one.column1}:${one.column2}`}
          title={(words.remedy[one.finding] ? words.settle : words.title)(one.column1, one.column2)}
          said={one.finding === "edit-needs-attestation" ? saidOf(said, one) : undefined}
          onOpen={() => (open.value = one)}
        />
      ))}
      {kx && <Row title={words.kxTitle} said={saidKx} onOpen={() => (open.value = "kx")} />}
      <Ties visitId={visitId} day={day} result={result} />
      {open.value === "kx" && kx && <AttestKx visitId={visitId} says={kx} onClose={close} />}
      {open.value !== null && open.value !== "kx" && (
        <AttestPair visitId={visitId} visitIds={day.visit_ids} asked={open.value} onClose={close} />
      )}
    </div>
  );
}

function saidOf(said: readonly AttestationRow[], asked: AskedPair): AttestationRow | undefined {
  return said.findLast((one) => one.column1 === asked.column1 && one.column2 === asked.column2);
}

interface RowProps {
  title: string;
  said: AttestationRow | undefined;
  onOpen: () => void;
}

/** What was attested stands in pencil until the server's next revision takes it up. */
function Row({ title, said, onOpen }: RowProps) {
  if (said) {
    const basis = words.bases.find(({ value }) => value === said.basis)?.label ?? "";
    return (
      <p class="asked said" role="status">
        <Icon name="pen" />
        <span>
          {title.replace(/^.*: /, "")}. {said.kind === "kx" ? words.saidKx : words.said(basis)} ·{" "}
          {said.version === 0 ? words.onlyHere : words.onServer}
        </span>
      </p>
    );
  }
  return (
    <div class="asked">
      <b>{title}</b>
      <button type="button" onClick={onOpen}>
        {words.look}
        <span class="unseen"> {title}</span>
      </button>
    </div>
  );
}

function Ties({ visitId, day, result }: Props) {
  const wrong = useSignal<string | null>(null);
  const latest = [...rows.value.choice.values()]
    .filter((one) => day.visit_ids.includes(one.visit_id))
    .sort((a, b) => a.at.localeCompare(b.at))
    .at(-1);
  const prefer = latest?.prefer ?? [];
  async function choose(code: string) {
    try {
      await choosePreferred(visitId, [code, ...prefer.filter((one) => one !== code)]);
      wrong.value = null;
    } catch (cause) {
      if (!(cause instanceof StorageFault)) throw cause;
      wrong.value = w.notStored(w.storage[cause.kind]);
    }
  }
  if (result.choices.length === 0) return null;
  return (
    <section aria-label={words.ties}>
      {result.choices.map((tie) => {
        const chosenHere = prefer.find((code) => tie.between.includes(code));
        const pencil = chosenHere !== undefined && chosenHere !== tie.chosen;
        return (
          <div class="asked" key={`${tie.chosen}:${tie.between.join()}`}>
            <p class="grow">
              {words.tie(tie.between.join(", "))} <b>{words.isChosen(tie.chosen)}</b>{" "}
              <span class="second">({words.bases2[tie.basis] ?? tie.basis})</span>
              {pencil && (
                <span class="said" role="status">
                  {" "}
                  {words.chosenHere(chosenHere)} · {latest?.version === 0 ? words.onlyHere : words.onServer}
                </span>
              )}
            </p>
            {tie.between
              .filter((code) => code !== (chosenHere ?? tie.chosen))
              .map((code) => (
                <button type="button" key={code} onClick={() => void choose(code)}>
                  {words.choose(code)}
                </button>
              ))}
          </div>
        );
      })}
      <Wrong>{wrong.value}</Wrong>
    </section>
  );
}
