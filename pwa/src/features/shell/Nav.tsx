/** The ways through the app, for what this person may do. */
import { path } from "../../state/route";
import { roles, stage } from "../../state/session";
import { attentionCount } from "../../state/sync";
import { Icon, type IconName } from "../../ui";
import { words as w } from "../../words";

interface Way {
  href: string;
  label: string;
  icon: IconName;
  count?: number;
}

/** `whole`: with what is only done at a desk. On a tablet's other screens there is no room for all. */
function ways(whole: boolean): Way[] {
  const clinical: Way[] = [
    { href: "/", label: w.nav.today, icon: "today" },
    { href: "/patients", label: w.nav.patients, icon: "people" },
    { href: "/attention", label: w.nav.attention, icon: "mind", count: attentionCount.value },
  ];
  const has = (...held: string[]) => held.some((role) => roles.value.includes(role));
  return [
    ...(stage.value.at === "open" ? clinical : []),
    ...(has("supervisor") ? [{ href: "/review", label: w.nav.review, icon: "check" as const }] : []),
    ...(has("biller", "supervisor")
      ? [{ href: "/billing", label: w.nav.days, icon: "wallet" as const }]
      : []),
    ...(whole && has("administrator", "supervisor")
      ? [{ href: "/reception", label: w.nav.reception, icon: "people" as const }]
      : []),
    ...(whole ? ofTheDesk(has) : []),
    ...(has("administrator", "supervisor")
      ? [{ href: "/devices", label: w.nav.devices, icon: "lock" as const }]
      : []),
    { href: "/more", label: w.nav.more, icon: "more" },
  ];
}

function ofTheDesk(has: (...held: string[]) => boolean): Way[] {
  return [
    ...(has("biller", "supervisor")
      ? [{ href: "/amounts", label: w.nav.amounts, icon: "coin" as const }]
      : []),
    ...(has("biller", "administrator") ? [{ href: "/fees", label: w.nav.fees, icon: "table" as const }] : []),
    ...(has("biller", "administrator", "supervisor")
      ? [
          { href: "/policies", label: w.nav.policies, icon: "paper" as const },
          { href: "/rule-packs", label: w.nav.packs, icon: "copy" as const },
        ]
      : []),
    ...(has("administrator") ? [{ href: "/activities", label: w.nav.activities, icon: "pen" as const }] : []),
  ];
}

export function Nav({ whole = false }: { whole?: boolean }) {
  return (
    <nav class="nav" aria-label={w.nav.main}>
      {ways(whole).map(({ href, label, icon, count = 0 }) => (
        <a key={href} href={href} aria-current={isCurrent(href) ? "page" : undefined}>
          <Icon name={icon} />
          <span>{label}</span>
          {count > 0 && <span class="count">{count}</span>}
        </a>
      ))}
    </nav>
  );
}

function isCurrent(href: string): boolean {
  return href === "/" ? path.value === "/" : path.value.startsWith(href);
}
