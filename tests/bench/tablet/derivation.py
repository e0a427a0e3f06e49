"""What Argon2id costs here, and so what a slower tablet would choose."""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.tablet.watching import SLOWER
from tests.sources import ROOT

LONGEST_MS = 300
NODE = Path(sys.executable).parent / "node"
COSTS = ((64, 3), (64, 2), (46, 2), (32, 2), (19, 2))
DERIVE = """
const {argon2id} = await import("hash-wasm");
const took = async ([mib, passes]) => {
  const began = performance.now();
  await argon2id({password: "739164", salt: new Uint8Array(16), memorySize: mib * 1024, iterations: passes,
    parallelism: 1, hashLength: 32, outputType: "binary"});
  return performance.now() - began;
};
const costs = JSON.parse(process.argv[1]);
await took([1, 1]);
const times = [];
for (const cost of costs) times.push(Math.min(await took(cost), await took(cost), await took(cost)));
console.log(JSON.stringify(times));
"""


def derivation() -> str:
    """Time each cost at full speed; name what calibration takes there and on a slower tablet."""
    command = [str(NODE), "--input-type=module", "-e", DERIVE, json.dumps(COSTS)]
    answer = subprocess.run(command, cwd=ROOT / "pwa", check=True, capture_output=True, text=True)
    times: list[float] = json.loads(answer.stdout)
    costs = zip(COSTS, times, strict=True)
    told = ", ".join(f"{mib} MiB x {passes} {time:.0f} ms" for (mib, passes), time in costs)
    return (
        f"key derivation at full speed {told}; "
        f"chosen {_chosen(times, 1)}, on a tablet {SLOWER}x slower {_chosen(times, SLOWER)}"
    )


def _chosen(times: list[float], slower: int) -> str:
    """Name the dearest cost within the limit, else the floor."""
    affordable = [place for place, time in enumerate(times) if time * slower <= LONGEST_MS]
    place = affordable[0] if affordable else len(COSTS) - 1
    mib, passes = COSTS[place]
    return f"{mib} MiB x {passes} ({times[place] * slower:.0f} ms)"
