"""Put the built tablet app and the migrations into the wheel, beside the server.

Only into a real wheel: an editable install reads both from the checkout.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INSIDE = {"pwa/dist": "server/pwa_dist", "migrations": "server/migrations"}


class WithAppAndMigrations(BuildHookInterface[Any]):
    """The hook that hatchling calls before it builds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name what to include; raise FileNotFoundError if the app has not been built."""
        if version != "standard":
            return
        for source, target in INSIDE.items():
            folder = Path(self.root, source)
            if not folder.is_dir():
                raise FileNotFoundError(f"{source} is missing. Run `make setup`, then build the wheel.")
            build_data["force_include"][str(folder)] = target
