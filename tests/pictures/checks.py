"""What is asked of every screen: axe's rules, and targets that a gloved finger meets."""

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SMALLEST_PX = 48

# A link within a sentence may be as high as its line (WCAG 2.2, 2.5.8, exception "Inline"). The body map
# takes the part nearest to the finger and has a list as its equal (exception "Equivalent").
TARGETS = """(smallest) => {
  const found = [];
  const wanted = "button, a[href], input, select, textarea, summary, [role=button], [role=tab]";
  const inMap = (each) => each.ownerSVGElement != null;
  for (const each of document.querySelectorAll(wanted)) {
    const box = (each.closest("label") ?? each).getBoundingClientRect();
    if (!each.checkVisibility({ visibilityProperty: true }) || box.width < 2 || box.height < 2) continue;
    if (inMap(each)) continue;
    if (each.matches("a[href]") && getComputedStyle(each).display === "inline") continue;
    if (box.width < smallest - 0.5 || box.height < smallest - 0.5) {
      const name = each.getAttribute("aria-label") ?? each.textContent.trim().slice(0, 40);
      const size = `${Math.round(box.width)}x${Math.round(box.height)}`;
      found.push(`${each.tagName.toLowerCase()} "${name}" ${size}`);
    }
  }
  return found;
}"""
# Nothing may be cut off or push the page sideways.
BEYOND = """() => {
  const found = [];
  for (const each of document.querySelectorAll("button, a[href], input, h1, h2, h3, p, td, dd")) {
    const box = each.getBoundingClientRect();
    if (!each.checkVisibility({ visibilityProperty: true }) || box.width < 2 || box.height < 2) continue;
    if (each.closest(".scroll")) continue; // a table that scrolls by itself
    if (box.right > innerWidth + 1 || box.left < -1) found.push(`"${each.textContent.trim().slice(0, 40)}"`);
  }
  return found;
}"""


def violations(page: Page, rules: list[str] | None = None) -> list[str]:
    """Return axe's findings, one line an element; all of its WCAG rules unless told which."""
    page.evaluate(AXE)
    only: dict[str, Any] = (
        {"type": "rule", "values": rules} if rules is not None else {"type": "tag", "values": RULES}
    )
    run = "(only) => axe.run(document, { runOnly: only, resultTypes: ['violations'] })"
    answer = page.evaluate(run, only)
    return [
        f"{found['id']}: {node['target'][0]}: {node['html'][:160]}"
        for found in answer["violations"]
        for node in found["nodes"]
    ]


def small_targets(page: Page) -> list[str]:
    """Return what is pressed and smaller than 48 px either way."""
    found: list[str] = page.evaluate(TARGETS, SMALLEST_PX)
    return found


def cut_off(page: Page) -> list[str]:
    """Return what reaches beyond the left or right edge of the screen."""
    found: list[str] = page.evaluate(BEYOND)
    return found
