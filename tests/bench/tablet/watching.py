"""A stopwatch inside the page: when something stood on the screen, painted."""

from collections.abc import Callable
from time import perf_counter
from typing import Any

from playwright.sync_api import CDPSession, Page

from tests.e2e.browsers.chromium import Chromium

SLOWER = 4
LONGEST_MS = 180_000

# Each name is noted once, in milliseconds since the navigation, in the frame after the one that shows it.
WATCH = """(() => {
  const seen = {};
  const bars = [];
  const asked = {
    lock: () => document.querySelector(".locked .keypad"),
    today: () => document.querySelector(".day .name"),
    fetched: () => bars.length > 0 && !document.querySelector("[role=progressbar]"),
    running: () => document.querySelector(".dock .stop"),
  };
  const painted = (name) => requestAnimationFrame(() => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => { seen[name] = performance.now(); };
    port2.postMessage(null);
  });
  const look = () => {
    const bar = document.querySelector("[role=progressbar]")?.getAttribute("aria-valuetext");
    if (bar && bars.at(-1) !== bar) bars.push(bar);
    for (const [name, isThere] of Object.entries(asked)) {
      if (name in seen || !isThere()) continue;
      seen[name] = 0;
      painted(name);
    }
  };
  new MutationObserver(look).observe(document, {subtree: true, childList: true, attributes: true});
  addEventListener("click", (event) => { seen.clicked = event.timeStamp; }, true);
  window.bench = {seen, bars, forget: (name) => { delete seen[name]; }};
})()"""


def watch(page: Page) -> None:
    """Put the stopwatch into every document that the page opens from now on."""
    page.add_init_script(WATCH)


def seen(page: Page, name: str) -> float:
    """Wait until it was painted; return when, in milliseconds since the navigation."""
    page.wait_for_function(
        "(name) => window.bench?.seen[name] > 0", arg=name, polling=100, timeout=LONGEST_MS
    )
    when: float = page.evaluate("(name) => window.bench.seen[name]", name)
    return when


def slow_down(tablet: Chromium, page: Page) -> CDPSession:
    """Slow the page down; detach the session to let it run again."""
    session = tablet.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return session


def timed(work: Callable[[], Any]) -> float:
    """Return how long the work took, in milliseconds."""
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def p95(times: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(times)[int(len(times) * 0.95)]


def median(times: list[float]) -> float:
    """Return the middle one."""
    return sorted(times)[len(times) // 2]
