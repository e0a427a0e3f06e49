/** The icons: one line weight, drawn on 24 × 24. Decoration only; words stand beside each. */

const PATHS = {
  away: "M12 3.6a8.4 8.4 0 1 1 0 16.8a8.4 8.4 0 0 1 0-16.8zM6.2 17.8 17.8 6.2",
  back: "M14.5 5 7.5 12l7 7",
  check: "m5 12.8 4.6 4.6L19 7.2",
  clock: "M12 3.6a8.4 8.4 0 1 1 0 16.8a8.4 8.4 0 0 1 0-16.8zM12 7.4V12l3.2 2",
  coin: "M12 3.6a8.4 8.4 0 1 1 0 16.8a8.4 8.4 0 0 1 0-16.8zM15 9.3c-.4-1.1-1.600-1.700-3-1.700-1.700 0-3 .8-3 2.100 0 3.100 6.100 1.500 6.100 4.600 0 1.300-1.400 2.200-3.100 2.200-1.600 0-2.900-.7-3.200-1.900M12 6v12",
  comment: "M4.5 5.5h15v10.5h-8.2l-4.3 3.7V16H4.5z",
  copy: "M8.5 8.5h11v11h-11zM15.5 5.5v-1h-11v11h1",
  down: "m5 9 7 7 7-7",
  erase: "M8.5 6h11v12h-11L3.5 12zM11.5 9.8l4.4 4.4M15.9 9.8l-4.4 4.4",
  fall: "M12 5v13M6.5 13 12 18.5 17.5 13",
  fold: "m5 15 7-7 7 7",
  link: "M9.8 14.2 14.2 9.8M11.5 7.5l1.8-1.8a3.6 3.6 0 0 1 5 5l-1.8 1.8M12.5 16.5l-1.8 1.8a3.6 3.6 0 0 1-5-5l1.8-1.8",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  mind: "M12 3.2 20.8 12 12 20.8 3.2 12zM12 8.2v4.4M12 15.6v.1",
  more: "M6 12h.1M12 12h.1M18 12h.1",
  next: "m9.5 5 7 7-7 7",
  paper: "M6.500 3.500h8l4 4v13h-12zM14 3.500v4.500h4.500M9.500 12.500h6M9.500 16h6",
  pause: "M8.5 5v14M15.5 5v14",
  pen: "m4.5 19.5 1-4.2L16.3 4.5l3.2 3.2L8.7 18.5zM13.8 7l3.2 3.2",
  people:
    "M9 4.8a3.2 3.2 0 1 1 0 6.4a3.2 3.2 0 0 1 0-6.4zM2.8 19.4c.5-3.6 3-5.4 6.2-5.4s5.7 1.8 6.2 5.4M15.6 5.2a3.2 3.2 0 0 1 0 5.7M18 14.6c1.9.8 3 2.4 3.3 4.8",
  play: "M8 5.2v13.6L18.6 12z",
  plus: "M12 5v14M5 12h14",
  print: "M7 9V4h10v5M7 17H4.500V9h15v8H17M7 14h10v6H7z",
  same: "M5.5 9.5h13M5.5 14.5h13",
  search: "M10.8 4.8a6 6 0 1 1 0 12a6 6 0 0 1 0-12zM15.4 15.4l4.6 4.6",
  stop: "M7.5 5.5h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2v-9a2 2 0 0 1 2-2z",
  table: "M4 5.500h16v13H4zM4 10h16M4 14.300h16M10 5.500v13",
  today:
    "M6 5.5h12a2 2 0 0 1 2 2V18a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V7.500a2 2 0 0 1 2-2zM8 3.2v4M16 3.2v4M4 10.2h16",
  undo: "M9 6 4.500 10.500 9 15M4.500 10.500h9a5.500 5.500 0 0 1 0 11h-2.500",
  up: "M12 19V6M6.5 11 12 5.5 17.5 11",
  wallet: "M4 6.500h16v11H4zM4 10.500h16M15 14.500h2",
} as const;

export type IconName = keyof typeof PATHS;

const SOLID: ReadonlySet<IconName> = new Set(["stop", "play"]);
const HEAVY: ReadonlySet<IconName> = new Set(["pause", "more"]);

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill={SOLID.has(name) ? "currentColor" : "none"}
        stroke-width={HEAVY.has(name) ? 3.3 : 2}
      />
    </svg>
  );
}
