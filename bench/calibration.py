"""Whether reviews of calibration hold what they promise, over many simulated desks."""

from __future__ import annotations

import argparse
import math
import sys

import numpy as np
from calibration_designs import (
    covered,
    declared_as_known,
    halftime,
    that_end_with_yes,
    that_stand_still,
    that_wander,
    times_declared,
)

ALPHA, POWER, LOW, HIGH = 0.05, 0.9, 0.87, 0.93
DESIGNS = {
    "yes closes early": that_end_with_yes,
    "chances that wander": that_wander,
    "never moved": that_stand_still,
}
CLOSED_OFF, RESOLVED_OFF = 0.005, 0.02  # three standard errors; what counts as biased
Z = 3.0  # standard errors of the runs that a count may be off by


def evidence(runs: int) -> bool:
    """Print how often the e-process declares; return whether it keeps its level and its power."""
    print(f"One question a day, yes closes it, noes are entered late; {runs:,} desks each:")
    kept = True
    for n in (100, 300, 1000):
        false, found, naive = (
            times_declared(n, runs, *how) for how in ((1.0,), (1.5,), (1.0, declared_as_known))
        )
        most = ALPHA + Z * math.sqrt(ALPHA * (1.0 - ALPHA) / runs)
        kept &= false / runs <= most and (n < 1000 or found / runs >= POWER)
        print(
            f"  n {n:>5,}: the calibrated declared {false:>4} ({false / runs:.1%}), in the order in"
            f" which outcomes were known {naive:>5} ({naive / runs:.1%}); 1.5-fold over-confidence"
            f" found {found:>5} ({found / runs:.1%})"
        )
    return kept


def bands(runs: int) -> bool:
    """Print how much of the curve's weight the 90% band covers; return whether it is enough."""
    print(f"Consistency band at 90%, path votes, {runs:,} records each:")
    kept = True
    for name, draw in DESIGNS.items():
        for n in (40, 150):
            found, error = covered(draw, n, runs)
            kept &= LOW - Z * error <= found <= HIGH + Z * error
            print(f"  {name:<20} n {n:>3}: {found:.3f} (standard error {error:.3f})")
    return kept


def cohorts() -> bool:
    """Print what is read off either cohort half way; return whether the closed one is right."""
    resolved, closed = halftime(np.random.default_rng(1), 100_000)
    print("Half way, calibrated throughout:")
    for name, one in (("resolved so far", resolved), ("closed", closed)):
        print(
            f"  {name:<16} {one.questions:>7,} questions: stated {one.stated:.1%},"
            f" happened {one.happened:.1%}"
        )
    off = [abs(one.happened - one.stated) for one in (resolved, closed)]
    return off[1] < CLOSED_OFF and off[0] > RESOLVED_OFF


def main() -> int:
    """Print every count; return 1 when one is not what is promised."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desks", type=int, default=2000, help="for the e-process")
    parser.add_argument("--records", type=int, default=200, help="for the band")
    told = parser.parse_args()
    kept = [evidence(told.desks), bands(told.records), cohorts()]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
