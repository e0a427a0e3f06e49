"""The table of a run: a line for each server, then how ours compares."""

from collections.abc import Iterator, Mapping

from tests.bench.sync.load import Figures

HEAD = (
    f"{'':24} {'push/s':>8} {'p95 ms':>7} {'full/s':>8} {'50: p50':>8} {'p95 ms':>7} "
    f"{'empty':>6} {'MB':>5}  sent again"
)


def line_of(name: str, figures: Figures) -> str:
    """Return the line of one server."""
    return (
        f"{name:24} {figures.push_rate:8.0f} {figures.push_p95:7.0f} {figures.full_rate:8.0f} "
        f"{figures.small_p50:8.1f} {figures.small_p95:7.1f} {figures.empty_p50:6.1f} "
        f"{figures.megabytes:5.0f}  {figures.known_again} known, {figures.echoed} echoed"
    )


def ratios(ours: Figures, peers: Mapping[str, Figures]) -> Iterator[str]:
    """Yield what we set out to reach, as far as the peers ran."""
    if "kinto, memory" in peers:
        yield f"push / Kinto in memory: {ours.push_rate / peers['kinto, memory'].push_rate:.2f} (wanted 3)"
    pouches = [figures for name, figures in peers.items() if name.startswith("pouchdb")]
    if pouches:
        fastest = max(each.full_rate for each in pouches)
        shortest = min(each.small_p50 for each in pouches)
        yield f"full pull / pouchdb-server's best: {ours.full_rate / fastest:.2f} (wanted 1.5)"
        yield f"pull of 50 / pouchdb-server's best: {ours.small_p50 / shortest:.2f} of the time (wanted 1)"
