"""What the judge does: verbs called by the command line and the scheduler alike."""

from tracker.jobs.desk import Desk
from tracker.jobs.recalibrating import recalibrate
from tracker.jobs.scoring import VERSION, TickResult, forget, score
from tracker.jobs.standing import Failure, Heartbeat, Standing, failures, heartbeat, standing
from tracker.jobs.tick import tick

__all__ = [
    "VERSION",
    "Desk",
    "Failure",
    "Heartbeat",
    "Standing",
    "TickResult",
    "failures",
    "forget",
    "heartbeat",
    "recalibrate",
    "score",
    "standing",
    "tick",
]
