"""The installed app: it can be installed, opens without a server, and heals its own cache."""

from playwright.sync_api import Page, expect

from tests.e2e.browsers.chromium import Chromium
from tests.e2e.server_process import ServerProcess
from tests.e2e.steps import begin_day, unlock

POISON = """async () => {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (request.url.endsWith(".js")) {
        const headers = {"Content-Type": "text/javascript"};
        await cache.put(request, new Response("document.title = 'poisoned'", {headers}));
        return request.url;
      }
    }
  }
}"""
CACHED = """async () => {
  const urls = [];
  for (const name of await caches.keys()) {
    urls.push(...(await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname));
  }
  return urls;
}"""


def test_it_can_be_installed_keeps_only_the_build_heals_it_and_opens_anywhere_with_the_server_dead(
    page: Page, tablet: Chromium, server: ServerProcess
) -> None:
    begin_day(page)
    answer = tablet.context.new_cdp_session(page).send("Page.getInstallabilityErrors")
    assert answer["installabilityErrors"] == []

    cached = page.evaluate(CACHED)
    assert "/index.html" in cached or "/" in cached
    assert not [path for path in cached if path.startswith("/api")]

    assert page.evaluate(POISON)
    page.reload()
    expect(page.get_by_role("button", name="Unlock")).to_be_visible()
    assert page.title() != "poisoned"

    server.kill()
    page.goto(f"{server.url}/attention")
    unlock(page)
    expect(page.get_by_role("heading", name="Needs attention")).to_be_visible()
