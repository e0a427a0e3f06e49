"""Every screen of the walk: nothing for axe to find in both themes, targets of 48 px, nothing cut off."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Playwright, ViewportSize

from tests.pictures import desk, scenes
from tests.pictures.checks import cut_off, small_targets, violations
from tests.pictures.stage import Stage, set_up

PHONE = ViewportSize(width=390, height=844)


def faults_of(page: Page) -> list[str]:
    """Return what is wrong with the screen as it stands; size and theme are put back."""
    found = [*violations(page), *small_targets(page)]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [f"dark: {each}" for each in violations(page, ["color-contrast"])]
    before = page.viewport_size
    page.set_viewport_size(PHONE)
    found += [f"phone: {each}" for each in small_targets(page)]
    found += [f"phone: cut off: {each}" for each in cut_off(page)]
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    if before is not None:
        page.set_viewport_size(before)
    return found


@pytest.mark.parametrize("walk", [scenes.tablet, desk.desk], ids=["tablet", "desk"])
def test_every_screen_can_be_read_and_pressed(
    playwright: Playwright, walk: Callable[[Stage], Iterator[scenes.Scene]]
) -> None:
    with set_up(playwright) as stage:
        found = {name: faults for name, page in walk(stage) if (faults := faults_of(page))}
        stage.faults.check()
    assert not found, "\n".join(f"{name}: {each}" for name, faults in found.items() for each in faults)
