"""A new version of the app under the hands of a therapist: a slice of the campaign."""

from pathlib import Path

from tests.e2e.browsers.chromium import Chromium
from tests.soak import update
from tests.soak.score import Score


def test_a_half_downloaded_version_waits_and_comes_up_whole_by_itself_once_the_clock_stops(
    tablet: Chromium, demo_data: Path, tmp_path: Path
) -> None:
    score = Score("app updated", seed=0)

    update.run(tablet, demo_data, tmp_path / "updates", 2, [("cut", "clock")], score)

    score.check()
