"""`make pictures [ONLY=name]`: photograph every scene in four sizes and both themes."""

import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, sync_playwright

from tests.pictures import desk, scenes
from tests.pictures.stage import Stage, set_up

SIZES = (("upright", 820, 1180), ("lying", 1180, 820), ("phone", 390, 844), ("desktop", 1440, 900))
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def photograph(page: Page, name: str, folder: Path) -> Iterator[Path]:
    """Save one picture a size and theme; put size and theme back."""
    before = page.viewport_size
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for size, width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            path = folder / f"{name}-{size}-{theme}.png"
            page.screenshot(path=path)
            yield path
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    if before is not None:
        page.set_viewport_size(before)


def main(folder: Path, only: str) -> None:
    """Play every scene; `only` keeps those whose name holds it."""
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, set_up(playwright) as stage:
        for name, page in _scenes(stage):
            if only in name:
                for path in photograph(page, name, folder):
                    sys.stdout.write(f"{path}\n")
        stage.faults.check()


def _scenes(stage: Stage) -> Iterator[scenes.Scene]:
    return chain(scenes.tablet(stage), desk.desk(stage))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
