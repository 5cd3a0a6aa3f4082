"""The method, in half a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.comparison import LEAST_CLUSTERS
from tracker.reports.numbers import PERCENT
from tracker.reports.section import Section, Words

if TYPE_CHECKING:
    from tracker.reports.material import Material

TEXT = f"""
The Brier score is the squared distance between the probability and what happened (1 yes, 0 no): 0
is best, 1 worst, and 50% on everything gets 0.25. It is proper: nobody does better on average by
saying anything but what they believe. With options it is half the sum of such squares. A date is
scored by its nested deadlines: whether it has happened by each is a yes/no question of its own, and
the score is their mean. A number has no Brier score and is in no mean of them; its CRPS says how
far off it was, in its own unit, and is told question by question.

A forecast counts for as long as it stood, from the opening to the close or until the outcome was
known, each stretch by its share of the scheduled time. Where a forecaster had nothing standing the
reference stands in, so silence neither helps nor harms. An outcome known early leaves less time to
lose in: such a score is shown with the most it could have been.

The base rate of a question is how often such things happened: k of n earlier cases give
(k + ½)/(n + 1), and where the question ends at a deadline it falls day by day as time runs out. It
was fixed before the first forecast. Questions without such a class are compared with a coin alone,
and the two comparisons are never averaged together.

The {PERCENT} intervals treat the questions of one group as one cluster, a question without a
group as a cluster of its own, and use the t distribution. Under {LEAST_CLUSTERS} clusters no
interval is given and nothing can be told. Nobody is ranked: only of two whose intervals do not
overlap does the better one stand first, and else the alphabet decides.

Calibration is that of all live questions whose scheduled end had passed: those that resolved early
alone would be a biased choice. Topics, kinds and people are drawn towards all others by as much as
each is uncertain, so that a few lucky questions make no finding.

A question that waits for an outcome is in no average, nor is one that was annulled, found ambiguous
or is disputed. Live questions and those asked of the past are never put together.
"""
PARAGRAPHS = tuple(" ".join(part.split()) for part in TEXT.split("\n\n"))


def section(material: Material) -> Section:
    """Return how the numbers come about, in words."""
    del material
    return Section("method", "Method", tuple(Words(text) for text in PARAGRAPHS), PARAGRAPHS)
