/** Payer policies: what each payer asks for, from which date on; an administrator adds versions. */
import { useSignal } from "@preact/signals";
import { dateText } from "../../domain/time";
import { go } from "../../state/route";
import { roles } from "../../state/session";
import { Icon } from "../../ui";
import { payers } from "../../words/payers";
import { useAnswer } from "../shell/answer";
import { DeskPage, type DeskProps, Waiting } from "../shell/DeskPage";
import { NewVersion } from "./NewVersion";
import { byName, standing, type Version } from "./policy";
import { VersionSheet } from "./VersionSheet";
import "./policies.css";

const words = payers.policies;

/** `name` is the policy that is open; none shows the list alone. */
export default function PoliciesPage({ name, ...frame }: DeskProps & { name: string | null }) {
  const answer = useAnswer<{ policies: Version[] }>("/api/policies");
  const adding = useSignal<Version | "new" | null>(null);
  const named = byName(answer.value.value?.policies ?? []);
  const versions = named.get(name ?? "") ?? [];
  const administers = roles.value.includes("administrator");
  return (
    <DeskPage
      {...frame}
      title={words.title}
      open={name}
      back={{ href: "/policies", label: words.all }}
      list={<List named={named} open={name} />}
    >
      <p class="second lead">
        {words.of} {words.stays}
      </p>
      <Waiting answer={answer} />
      {answer.value.value && versions.length === 0 && <p class="empty">{words.choose}</p>}
      {administers && (
        <div class="row">
          {versions.length > 0 && (
            <button type="button" class="main" onClick={() => (adding.value = standing(versions) ?? null)}>
              <Icon name="plus" />
              {words.newVersion}
            </button>
          )}
          <button type="button" onClick={() => (adding.value = "new")}>
            {words.new}
          </button>
        </div>
      )}
      {!administers && versions.length > 0 && <p class="small second">{words.may}</p>}
      {versions.map((one) => (
        <VersionSheet key={one.id} version={one} />
      ))}
      {versions.length > 1 && <p class="small second">{words.readOnly}</p>}
      {adding.value !== null && (
        <NewVersion
          after={adding.value === "new" ? null : adding.value}
          onClose={() => (adding.value = null)}
          onKept={(kept) => {
            adding.value = null;
            go(`/policies/${kept.name}`);
            void answer.load();
          }}
        />
      )}
    </DeskPage>
  );
}

function List({ named, open }: { named: Map<string, Version[]>; open: string | null }) {
  return (
    <ul class="queue">
      {[...named].map(([name, versions]) => {
        const one = standing(versions);
        if (!one) return null;
        return (
          <li key={name}>
            <a href={`/policies/${name}`} aria-current={name === open ? "page" : undefined}>
              <b class="firm">{one.label}</b>
              <span />
              <span class="small second">
                {one.in_force ? words.inForce : words.future} {words.from(dateText(one.effective_from))}
              </span>
            </a>
          </li>
        );
      })}
    </ul>
  );
}
