"""Firefox, driven over WebDriver BiDi: Debian has no geckodriver, and none is needed."""

import base64
import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from websockets.sync.client import connect

from tests.e2e.browsers.bidi import Bidi, BidiError
from tests.e2e.browsers.faults import REPORT_VIOLATIONS, Faults
from tests.e2e.child import Child
from tests.e2e.waiting import until

PROGRAM = "/usr/bin/firefox-esr"
# Keep it from talking to anyone but the server under test.
PREFERENCES = {
    "app.update.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
}
# Finds elements as a person does: by role and accessible name, visible ones only.
FIND = """
function find(role, name) {
  const tags = {button: "button", link: "a[href]", heading: "h1,h2,h3", textbox: "input,textarea"};
  const labels = (e) => [...(e.labels ?? [])].map((label) => label.textContent).join(" ");
  const named = (e) => e.getAttribute("aria-label") || labels(e) || e.textContent;
  return [...document.querySelectorAll(`${tags[role] ?? "none"},[role=${role}]`)]
    .find((e) => e.checkVisibility() && named(e).trim().startsWith(name));
}
"""


class Firefox:
    """A Firefox with its own profile folder and one page."""

    def __init__(self, profile: Path, faults: Faults) -> None:
        self.faults = faults
        profile.mkdir(parents=True, exist_ok=True)
        lines = (
            f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()
        )
        (profile / "user.js").write_text("\n".join(lines))
        flags = (
            "--headless",
            "--no-remote",
            "--remote-debugging-port=0",
            "--profile",
            profile,
            "about:blank",
        )
        with ExitStack() as opened:
            child = Child([PROGRAM, *flags], profile / "firefox.log")
            opened.callback(child.kill)
            address = child.wait_for(r"WebDriver BiDi listening on (ws://\S+)")[1]
            socket = opened.enter_context(connect(f"{address}/session", max_size=None))
            self._bidi = Bidi(socket, self._event)
            self.close = opened.pop_all().close
        self._bidi.command("script.addPreloadScript", functionDeclaration=f"() => {{ {REPORT_VIOLATIONS} }}")
        self._page: str = self._bidi.command("browsingContext.getTree")["contexts"][0]["context"]
        self._in_page("browsingContext.setViewport", viewport={"width": 820, "height": 1180})

    def goto(self, url: str) -> None:
        """Open an address and wait until it is loaded."""
        self._in_page("browsingContext.navigate", url=url, wait="complete")

    def reload(self) -> None:
        """Load the page again and wait for it."""
        self._in_page("browsingContext.reload", wait="complete")

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, awaited, as plain data."""
        wrapped = f"(async () => JSON.stringify(await ({expression})) ?? 'null')()"
        parameters = {"expression": wrapped, "target": {"context": self._page}, "awaitPromise": True}
        answer = self._bidi.command("script.evaluate", **parameters, userActivation=True)
        if answer["type"] == "exception":
            raise AssertionError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def has(self, role: str, name: str) -> bool:
        """Tell whether an element of that role, whose name begins so, is to be seen."""
        return bool(
            self.evaluate(f"(() => {{ {FIND} return !!find({json.dumps(role)}, {json.dumps(name)}); }})()")
        )

    def wait_for(self, role: str, name: str) -> None:
        """Wait until such an element is to be seen."""
        until(lambda: self.has(role, name), f"a {role} named {name!r}")

    def click(self, role: str, name: str) -> None:
        """Click an element with the pointer, once it is there."""
        until(lambda: self._pressed(role, name), f"a {role} named {name!r} to click")

    def fill(self, name: str, text: str) -> None:
        """Type into a field, key by key."""
        self.click("textbox", name)
        keys = [{"type": kind, "value": sign} for sign in text for kind in ("keyDown", "keyUp")]
        self._in_page("input.performActions", actions=[{"type": "key", "id": "keys", "actions": keys}])

    def screenshot(self, path: Path) -> None:
        """Save what the page shows as PNG."""
        path.write_bytes(base64.b64decode(self._in_page("browsingContext.captureScreenshot")["data"]))

    def _pressed(self, role: str, name: str) -> bool:
        """Press the middle of an element, wherever it has moved by then; tell whether it was there."""
        found = self._bidi.command(
            "script.evaluate",
            expression=f"(() => {{ {FIND} const e = find({json.dumps(role)}, {json.dumps(name)}); "
            "e?.scrollIntoView({block: 'center'}); return e; })()",
            target={"context": self._page},
            awaitPromise=False,
        )["result"]
        if found["type"] != "node":
            return False
        steps = [
            {
                "type": "pointerMove",
                "x": 0,
                "y": 0,
                "origin": {"type": "element", "element": {"sharedId": found["sharedId"]}},
            },
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        try:
            self._in_page(
                "input.performActions", actions=[{"type": "pointer", "id": "pointer", "actions": steps}]
            )
        except BidiError:  # the page drew itself anew meanwhile
            return False
        return True

    def _in_page(self, method: str, **parameters: Any) -> dict[str, Any]:
        return self._bidi.command(method, context=self._page, **parameters)

    def _event(self, method: str, parameters: dict[str, Any]) -> None:
        if method == "log.entryAdded" and parameters.get("level") == "error":
            self.faults.note(str(parameters.get("text")))
