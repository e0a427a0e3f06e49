"""The clock at the bedside: one hand, few taps, and nothing lost whatever happens to the tablet."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Locator, Page, expect

from tests.e2e.browsers.chromium import Chromium
from tests.e2e.browsers.faults import Faults
from tests.e2e.server_process import ServerProcess
from tests.e2e.steps import (
    PATIENT,
    begin_day,
    clock_seconds,
    open_visit,
    open_with_clock,
    sync_status,
    unlock,
    visit_link,
)
from tests.e2e.waiting import until

COUNT_TAPS = "() => { window.taps = 0; addEventListener('click', () => { window.taps += 1 }, true) }"
HIDE = """() => {
  Object.defineProperty(document, "hidden", { value: true, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
  window.dispatchEvent(new Event("pagehide"));
}"""
NOW = "() => Date.now() / 1000"
MINUTE = 60_000
TOO_FAST = "429"  # a clock that is turned on by minutes asks the server for minutes at once


KEPT = """async (start) => {
  const known = (await indexedDB.databases()).find((one) => one.name.startsWith("kinesync-work-"));
  const asking = (asked) => new Promise((done) => { asked.onsuccess = () => done(asked.result) });
  const opened = await asking(indexedDB.open(known.name));
  const drafts = opened.transaction("drafts").objectStore("drafts");
  const [keys, rows] = [await asking(drafts.getAllKeys()), await asking(drafts.getAll())];
  opened.close();
  const plain = (_, value) =>
    value instanceof ArrayBuffer || ArrayBuffer.isView(value)
      ? [...new Uint8Array(value.buffer ?? value)] : value;
  return JSON.stringify(rows[keys.findIndex((key) => String(key).startsWith(start))] ?? null, plain);
}"""


def shows_the_time_since(page: Page, earliest: float, latest: float) -> None:
    """Wait until the clock shows the time since an instant between the two, to the second."""

    def right() -> bool:
        before = page.evaluate(NOW)
        shown = clock_seconds(page)
        return bool(before - latest - 1.5 <= shown <= page.evaluate(NOW) - earliest)

    until(right, "the right time on the clock")


def press_until(page: Page, target: Locator, key: str = "Tab") -> None:
    """Move the focus by a key until it is on the target."""
    for _ in range(120):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError("the keyboard does not reach it")


def by_keyboard(page: Page, target: Locator) -> None:
    press_until(page, target)
    page.keyboard.press("Enter")


def close_a_visit_offline(page: Page, tablet: Chromium) -> None:
    tablet.context.set_offline(True)
    page.get_by_role("button", name="Not held").last.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Refused").click()
    dialog.get_by_role("button", name="Tired").click()
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Expect again")).to_be_visible()
    tablet.context.set_offline(False)
    expect(sync_status(page)).to_contain_text("All saved on server", timeout=30_000)


def leave_a_home(page: Page) -> None:
    page.get_by_role("button", name="Change place").click()
    page.get_by_role("dialog").get_by_role("button", name="Home 12").click()
    here = page.get_by_label("Arrival and place")
    expect(here).to_contain_text("Home 12 · Travel is not treatment time.")
    here.get_by_role("button", name="Leave").click()
    expect(here).to_contain_text(re.compile(r"Here \d+:\d\d to \d+:\d\d"))


def test_a_clock_runs_after_two_taps_and_everything_goes_by_keyboard(
    tablet: Chromium, server: ServerProcess, faults: Faults
) -> None:
    faults.expect(TOO_FAST)
    page = open_with_clock(tablet.page, server.url)
    begin_day(page)
    close_a_visit_offline(page, tablet)
    page.evaluate(COUNT_TAPS)
    visit_link(page, PATIENT).click()
    page.get_by_role("button", name="Start 97112").click()
    expect(page.get_by_role("button", name="Stop 97112")).to_be_visible()
    assert page.evaluate("window.taps") == 2

    page.clock.fast_forward(8 * MINUTE)
    by_keyboard(page, page.get_by_role("button", name="Assistant", exact=True))
    expect(page.get_by_text("Assistant since")).to_be_visible()
    page.clock.fast_forward(6 * MINUTE)
    by_keyboard(page, page.get_by_role("button", name="Pause"))
    by_keyboard(page, page.get_by_role("button", name="Vitals"))
    expect(page.get_by_role("button", name="Vitals")).to_have_attribute("aria-pressed", "true")
    page.clock.fast_forward(2 * MINUTE)
    by_keyboard(page, page.get_by_role("button", name="Resume"))
    expect(page.get_by_role("button", name="Assistant", exact=True)).to_have_attribute("aria-pressed", "true")
    page.clock.fast_forward(3 * MINUTE)
    by_keyboard(page, page.get_by_role("button", name="Stop 97112"))
    leave_a_home(page)

    by_keyboard(page, page.get_by_role("button", name="Correct time"))
    dialog = page.get_by_role("dialog")
    by_keyboard(page, dialog.get_by_role("button", name=re.compile("Therapist$")).first)
    edge = dialog.get_by_role("slider", name="Start of 97112")
    before = int(edge.get_attribute("aria-valuenow") or 0)
    press_until(page, edge)
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    expect(edge).to_have_attribute("aria-valuenow", str(before - 6 * 60))
    by_keyboard(page, dialog.get_by_role("button", name="Forgot to start"))
    by_keyboard(page, dialog.get_by_role("button", name="Save correction"))
    expect(dialog).to_be_hidden()

    page.get_by_role("button", name="Correct time").click()
    dialog.get_by_role("button", name=re.compile("corrected$")).click()
    expect(dialog.get_by_text("start was")).to_be_visible()
    edge.hover(position={"x": 40, "y": 40})  # once it stands still
    handle = edge.bounding_box()
    assert handle is not None
    page.mouse.down()
    page.mouse.move(handle["x"] + 90, handle["y"] + 40, steps=4)
    page.mouse.up()
    expect(dialog.get_by_label("Start", exact=True)).to_have_value(re.compile(r"^\d\d:\d\d(:00)?$"))
    dialog.get_by_label("End", exact=True).fill(dialog.get_by_label("Start", exact=True).input_value())
    dialog.get_by_role("button", name="Other").click()
    dialog.get_by_role("button", name="Save correction").click()
    expect(dialog.get_by_label("End", exact=True)).to_have_attribute("aria-invalid", "true")


def test_no_keystroke_is_lost_by_turning_locking_calling_or_going_back(
    tablet: Chromium, server: ServerProcess
) -> None:
    page = open_with_clock(tablet.page, server.url)
    begin_day(page)
    open_visit(page)
    words = page.get_by_role("textbox", name="Subjective")
    words.press_sequentially("Knee ")
    words.evaluate("element => element.blur()")
    words.press_sequentially("feels ")
    page.set_viewport_size({"width": 1180, "height": 820})
    words.press_sequentially("better ")
    page.go_back()
    page.go_forward()
    words.press_sequentially("than ")
    # Until the words are stored the tablet truthfully says "All saved": what is sent says that they are.
    with page.expect_request(lambda sent: "better than " in (sent.post_data or "")):
        page.evaluate(HIDE)
    page.reload()
    unlock(page)
    expect(words).to_have_value("Knee feels better than ")

    page.get_by_role("link", name="Count reps").click()
    for counted in (1, 2):
        page.clock.fast_forward(1_000)  # taps too near each other are one
        page.get_by_role("button", name="Count a rep").click()
        expect(page.locator("#counted")).to_contain_text(f"{counted} rep")
    page.reload()
    unlock(page)
    expect(page.get_by_text("Set 1 · 2 reps")).to_be_visible()
    page.get_by_role("button", name="Finish").click()
    page.get_by_role("button", name="Put into a new intervention").click()
    expect(page.get_by_role("textbox", name="Reps")).to_have_value("2")
    page.get_by_role("link", name="Back to the visit").click()

    page.get_by_role("button", name="Correct time").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Start", exact=True).fill("08:15:00")
    until(lambda: page.evaluate(KEPT, "stretch:") != "null", "the draft of the form")
    before = page.evaluate(KEPT, "stretch:")
    dialog.get_by_role("button", name="97116").click()
    until(lambda: page.evaluate(KEPT, "stretch:") != before, "the next draft of it")
    page.reload()
    unlock(page)
    page.get_by_role("button", name="Correct time").click()
    expect(dialog.get_by_label("Start", exact=True)).to_have_value(re.compile("^08:15"))
    expect(dialog.get_by_role("button", name="97116")).to_have_attribute("aria-pressed", "true")


def test_a_clock_over_sleep_kill_and_reload_is_right_and_asks(
    tablet: Chromium, server: ServerProcess, faults: Faults
) -> None:
    faults.expect(TOO_FAST)
    page = open_with_clock(tablet.page, server.url)
    begin_day(page)
    open_visit(page)
    visit = page.url
    earliest = page.evaluate(NOW)
    page.get_by_role("button", name="Start 97112").click()
    expect(page.get_by_role("button", name="Stop 97112")).to_be_visible()
    latest = page.evaluate(NOW)
    for hours, end in ((2, tablet.kill), (5, tablet.close)):
        page.clock.run_for(2 * MINUTE)
        end()
        page = tablet.reopen()
        page.clock.install(time=datetime.fromtimestamp(earliest, UTC) + timedelta(hours=hours))
        page.goto(visit)
        unlock(page)
        expect(page.get_by_role("heading", name=PATIENT)).to_be_visible()
        shows_the_time_since(page, earliest, latest)
        asked = page.get_by_label("Is this time right?")
        if hours == 2 and asked.is_visible():  # a kill comes before or after a sign of life is on disk
            asked.get_by_role("button", name="Keep it as it is").click()
            expect(asked).to_be_hidden()
    expect(asked).to_contain_text("The app was closed")
    asked.get_by_role("button", name=re.compile("^End at .*last sign")).click()
    expect(page.get_by_role("button", name="Stop 97112")).to_be_hidden()
    expect(asked).to_be_hidden()
    expect(page.get_by_label("Time", exact=True)).to_contain_text(re.compile(r"97112\s*12[12] min"))
