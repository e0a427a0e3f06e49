"""How much JavaScript the first screen loads."""

import gzip
import re

from tests.sources import ROOT

ALLOWED_KILOBYTES = 80


def first_load() -> str:
    """Return the size of the scripts that index.html names, packed as they travel."""
    page = (ROOT / "pwa" / "dist" / "index.html").read_text()
    names = re.findall(r'(?:src|href)="/(assets/[^"]+\.js)"', page)
    size = sum(len(gzip.compress((ROOT / "pwa" / "dist" / name).read_bytes(), 9)) for name in names) / 1024
    share = size / ALLOWED_KILOBYTES
    return f"first-load JavaScript {size:.1f} KB gzip, {share:.2f} of the {ALLOWED_KILOBYTES} KB allowed"
