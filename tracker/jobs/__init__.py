"""What the judge does: verbs called by the command line and the scheduler alike."""

from tracker.jobs.scoring import (
    VERSION,
    Failure,
    Standing,
    TickResult,
    forget,
    score,
    standing,
)

__all__ = ["VERSION", "Failure", "Standing", "TickResult", "forget", "score", "standing"]
