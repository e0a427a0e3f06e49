/** One chart, with its table for those who read rather than look. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { theme } from "../../state/settings";
import { Icon } from "../../ui";
import { progress as p } from "../../words/measures";
import { draw } from "./draw";
import type { Chart } from "./lines";

interface ChartSheetProps {
  chart: Chart;
  asTable: boolean;
}

const HEIGHT = 250;
const NARROW = 420;

export function ChartSheet({ chart, asTable }: ChartSheetProps) {
  return (
    <section class="sheet chart" aria-label={chart.title}>
      <div class="chart-head">
        <h2>
          {chart.title} <small>{chart.under}</small>
        </h2>
        {chart.tag && (
          <span class={`tag ${chart.tag.beyond ? "good" : "soft"}`}>
            {chart.tag.beyond && <Icon name="check" />} {chart.tag.text}
          </span>
        )}
      </div>
      {!asTable && <Drawn chart={chart} />}
      <Table chart={chart} unseen={!asTable} />
      {chart.note && <p class="small second note">{chart.note}</p>}
    </section>
  );
}

function Drawn({ chart }: { chart: Chart }) {
  const into = useRef<HTMLDivElement>(null);
  const width = useSignal(0);
  const dark = useSignal(matchMedia("(prefers-color-scheme: dark)").matches);
  useEffect(() => {
    const element = into.current;
    if (!element) return;
    const watcher = new ResizeObserver(
      ([entry]) => (width.value = Math.floor(entry?.contentRect.width ?? 0)),
    );
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const turned = () => (dark.value = scheme.matches);
    watcher.observe(element);
    scheme.addEventListener("change", turned);
    return () => {
      watcher.disconnect();
      scheme.removeEventListener("change", turned);
    };
  }, []);
  useEffect(() => {
    const element = into.current;
    if (!element || width.value === 0) return;
    const plot = draw(element, chart.line, width.value, width.value < NARROW ? HEIGHT - 40 : HEIGHT);
    return () => plot.destroy();
  }, [chart, width.value, dark.value, theme.value]);
  const { days, text, ys } = chart.line;
  const told = p.chart(chart.title, text(ys[0] ?? 0), text(ys.at(-1) ?? 0), days.length);
  return (
    <div
      class="drawn"
      role="img"
      aria-label={told}
      data-title={chart.title}
      data-under={chart.under}
      ref={into}
    />
  );
}

function Table({ chart, unseen }: { chart: Chart; unseen: boolean }) {
  const { days, ys, text, beyond } = chart.line;
  return (
    <div class={unseen ? "unseen" : "scroll"}>
      <table>
        <caption class="unseen">{chart.title}</caption>
        <thead>
          <tr>
            <th scope="col">{p.day}</th>
            <th scope="col">{chart.under ? `${p.value}, ${chart.under.split(",")[0]}` : p.value}</th>
          </tr>
        </thead>
        <tbody>
          {days.map((day, place) => (
            <tr key={`${day}:${place}`}>
              <th scope="row">{day}</th>
              <td>
                {text(ys[place] ?? 0)}
                {beyond[place] && ` (${p.beyond})`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
