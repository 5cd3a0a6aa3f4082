"""`forecasts predict`: record a forecast, or walk through the open questions."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.misuse import TakesNumbers
from forecasts.cli.parts import parts_options
from forecasts.cli.prediction import SAME, Typed, echo, others_say, record, tell
from forecasts.cli.scales import scale_option
from forecasts.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from forecasts.distributions.typed import Typed as Parts

EXAMPLES = """\b
Examples:
  forecasts predict armistice-before-midterms 12% --why "no date for talks"
  forecasts predict trump-kim-talks 'very likely' --expires 30d --as ben
  forecasts predict trump-kim-talks 1 in 20
  forecasts predict trump-kim-talks same
  forecasts predict next-leader --option kim=60% --option lee=30% --option other=10%
  forecasts predict missile-tests --p10 3 --p50 8 --p90 30
  forecasts predict summit-date --by 2026-12-31=20% --by 2027-06-30=45% --never 30%
  forecasts predict trump-kim-talks 80% --hint
  forecasts predict trump-kim-talks 12% --sign
  forecasts predict

\b
The mass beyond the outer quantiles runs out evenly to a closed end of the
range, and lies outside an open one. A day typed with --by still counts.

\b
--json prints one object: question forecaster action probability typed word
scale low high before if_yes if_no made_at expires_at strikes entered_by id
receipt warnings hint{mapped questions low high said_on happened happened_low
happened_high}, null without one; signed, the key it is signed by, or null.
if_yes and if_no are Brier scores (half scale, 0 best).
Of other kinds, in place of probability word scale low high if_yes if_no:
probabilities[], quantiles{level place}, cdf[] or family{name parameters};
read_as; losses{option Brier}, null for numbers and dates.
"""


def words_of(words: tuple[str, ...], parts: Parts | None, *, reaffirm: bool) -> tuple[str, ...]:
    """Return the words that were typed, `same` for a second look; raise InputError for both."""
    if not reaffirm:
        return words
    if parts is not None or words not in ((), (SAME,)):
        raise InputError(
            f"{' '.join(words) or str(parts)!r} and --reaffirm: is it a new number or the old one?",
            "Type one of them.",
        )
    return (SAME,)


def check_walk(walking: bool, *, single: bool) -> None:
    """Raise InputError where no question was named and a walk is not what was meant."""
    if single:
        raise InputError("which question?", "Name it: forecasts predict QUESTION 12% …")
    if not walking and not sys.stdin.isatty():
        raise InputError(
            "which question? There is no terminal here to ask on.",
            "Type forecasts predict QUESTION 12%, or --walk to read the answers from input.",
        )


@click.command(cls=TakesNumbers, epilog=EXAMPLES)
@click.argument("question", required=False, shell_complete=options.slugs)
@click.argument("probability", nargs=-1)
@parts_options
@click.option("--why", metavar="TEXT|@FILE|-", help="The reason; @FILE reads a file, - input.")
@click.option("--expires", metavar="DATE|LENGTH", help="Until when it stands: 2026-12-31, or 30d.")
@click.option("--fix", is_flag=True, help="Strike your last entry, made within 15 minutes.")
@click.option("--certain", is_flag=True, help="Accept 0 or 1.")
@click.option("--reaffirm", is_flag=True, help="Looked, still the same (or type: same).")
@click.option("--others", is_flag=True, help="Show other people's numbers too.")
@click.option("--walk", "walking", is_flag=True, help="Walk through what is open; reads input.")
@click.option("--hint", is_flag=True, help="Tell, once, what your own record makes of the number.")
@click.option(
    "--sign/--no-sign", envvar="FORECASTS_SIGN", help="Sign with your key (or FORECASTS_SIGN=1)."
)
@click.option("--yes", "sure", is_flag=True, help="Do not ask back on a terminal.")
@scale_option
@options.as_option
@options.db_option
@options.json_option
@options.uuid_option
def predict(
    question: str | None, probability: tuple[str, ...], parts: Parts | None, db: Path,
    who: str | None, why: str | None, expires: str | None, uuid: str | None, fix: bool,
    certain: bool, reaffirm: bool, others: bool, walking: bool, hint: bool, sign: bool,
    sure: bool, scale: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Record a forecast: 12%, 0.12, 1:7, 3/25, '1 in 20', or a word such as likely.

    Of options, numbers and dates: --option, --p10 … --p90, --by, or bare: kim=60% lee=40%,
    p50=8 p90=30, 2026-12-31=20%. At a terminal they are drawn first, and recorded when you say so.

    Without a question, walks through the open ones, your own numbers first, the longest unseen
    before the others: Enter reaffirms, a number changes it, s skips, q stops.
    """
    if question is None:
        from forecasts.cli.walk import walk

        single = bool(why or expires or uuid or fix or certain or reaffirm or parts or hint)
        check_walk(walking, single=single)
        with options.opened(db) as store:
            walk(store, who, with_others=others, sign=sign, as_json=as_json)
        return
    words = words_of(probability, parts, reaffirm=reaffirm)
    typed = Typed(words, parts, options.long_text(why), expires, certain, fix, hint, sign, scale)
    asking = sys.stdin.isatty() and not (sure or as_json)
    with options.opened(db) as store:
        done = record(store, question, who, typed, options.now(), uuid, asking=asking)
        said = others_say(store, done.question, done.track.forecaster) if others else ""
        words_said = echo(done, said, drawn=asking and not typed.same)
        tell(done, words_said, as_json=as_json, hinted=asking)
