"""How the commands say numbers, instants and lengths of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from forecasts import parse
from forecasts.cli.output import percent
from forecasts.model import Action, QuestionType, Stated

if TYPE_CHECKING:
    from forecasts.model import Forecast, Interval, Question, ReferenceClass, Resolution
    from forecasts.model.forecast import Prediction

EXACT = 6  # characters up to which a percentage is shown as it was typed: 67.5%, 0.125%
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LAST_MOMENT = timedelta(microseconds=1)
SECOND_PERSON = "counts once somebody else than the resolver confirms it"
MONTH_DAYS = 30.44
YEAR_DAYS = 365.25


def chance(p: float) -> str:
    """Return a probability as it was typed where that is short, else rounded.

    >>> chance(0.675), chance(1 / 3)
    ('67.5%', '33%')
    """
    exact = parse.probability_text(p)
    return exact if len(exact) <= EXACT else percent(p)


def loss(score: float) -> str:
    """Return a Brier score in two decimals, never rounding a loss to nothing.

    >>> loss(0.7744), loss(0.0001), loss(0.0)
    ('0.77', '<0.01', '0.00')
    """
    return "<0.01" if 0 < score < 0.005 else f"{score:.2f}"  # noqa: PLR2004 - half of 0.01


def read_as(stated: Stated) -> str:
    """Return how a prediction was read: a word with its scale, range and point; else the number.

    >>> read_as(parse.probability("likely"))
    'likely, ICD 203 55-80%, scored at 67.5%'
    """
    if stated.word is None or stated.low is None or stated.high is None:
        return chance(stated.probability)
    limits = f"{stated.low * 100:g}-{stated.high * 100:g}%"
    return f"{stated.word}, {stated.scale} {limits}, scored at {chance(stated.probability)}"


def stakes(stated: Stated) -> str:
    """Return what is lost either way, in Brier scores on the half scale.

    >>> stakes(parse.probability("12%"))
    'if yes 0.77 lost, if no 0.01'
    """
    yes, no = (loss(stated.brier(happened=happened)) for happened in (True, False))
    return f"if yes {yes} lost, if no {no}"


def branches(stated: Stated) -> str:
    """Return the Brier score under each outcome; a word's range gives the range of the score.

    >>> branches(parse.probability("likely"))
    'If yes Brier 0.11 (0.04-0.20); if no 0.46 (0.30-0.64).'
    """
    yes, no = (_branch(stated, happened=happened) for happened in (True, False))
    return f"If yes Brier {yes}; if no {no}."


def _branch(stated: Stated, *, happened: bool) -> str:
    point = loss(stated.brier(happened=happened))
    if stated.low is None or stated.high is None or stated.low == stated.high:
        return point
    low, high = sorted((limit - happened) ** 2 for limit in (stated.low, stated.high))
    return f"{point} ({loss(low)}-{loss(high)})"


def said(row: Forecast, question: Question) -> str:
    """Return what a forecast row on a question says, in a few words."""
    if row.action is Action.WITHDRAWAL:
        return "withdrawn"
    if row.stated is None:
        return f"“{row.words}”, said: no number, not scorable"
    number = stated(row.stated, question)
    if row.action is Action.REAFFIRMATION:
        return f"still {number}"
    return f"{number} (“{row.chance.word}”)" if row.chance and row.chance.word else number


def stated(prediction: Prediction, question: Question) -> str:
    """Return a prediction on a question in a few words."""
    if isinstance(prediction, Stated):
        return chance(prediction.probability)
    from forecasts.cli import kinds

    return kinds.brief(prediction, question)


def stated_json(prediction: Prediction | None, question: Question) -> object:
    """Return a prediction as JSON holds it: a probability, or an object of its kind; or None."""
    if prediction is None or isinstance(prediction, Stated):
        return prediction.probability if prediction else None
    from forecasts.cli import kinds

    return kinds.as_json(prediction, question)


def span(length: timedelta) -> str:
    """Return a length of time in whole units that fit it; a negative one as if positive.

    >>> span(timedelta(minutes=90)), span(timedelta(days=34)), span(timedelta(days=400))
    ('90 minutes', '34 days', '13 months')
    """
    length = abs(length)
    if length < 2 * HOUR:
        return _count(length / timedelta(minutes=1), "minute")
    if length < 2 * DAY:
        return _count(length / HOUR, "hour")
    days = length / DAY
    if days < 100:  # noqa: PLR2004 - a hundred days are still grasped as days
        return _count(days, "day")
    return (
        _count(days / MONTH_DAYS, "month")
        if days < 3 * YEAR_DAYS
        else _count(days / YEAR_DAYS, "year")
    )


def _count(amount: float, unit: str) -> str:
    whole = int(amount)
    return f"{whole} {unit}" if whole == 1 else f"{whole} {unit}s"


def ago(instant: datetime, now: datetime) -> str:
    """Return how long ago an instant was, or how far ahead it lies.

    >>> ago(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 4, tzinfo=UTC))
    '34 days ago'
    """
    if abs(now - instant) < timedelta(minutes=1):
        return "just now"
    return f"{span(now - instant)} ago" if instant < now else f"in {span(instant - now)}"


def local_time(instant: datetime, zone: str) -> datetime:
    """Return the instant on the clocks of an IANA zone."""
    if zone == "UTC":
        return instant.astimezone(UTC)
    from zoneinfo import ZoneInfo

    return instant.astimezone(ZoneInfo(zone))


def moment(instant: datetime, zone: str = "UTC") -> str:
    """Return an instant in the zone and in UTC.

    >>> moment(datetime(2026, 11, 3, 5, tzinfo=UTC), "America/New_York")
    '2026-11-03 00:00 America/New_York (05:00Z)'
    >>> moment(datetime(2026, 11, 2, 15, tzinfo=UTC), "Asia/Seoul")
    '2026-11-03 00:00 Asia/Seoul (2026-11-02 15:00Z)'
    """
    utc, local = instant.astimezone(UTC), local_time(instant, zone)
    if local.utcoffset() == timedelta(0):
        return f"{utc:%Y-%m-%d %H:%M}Z"
    form = "%H:%M" if utc.date() == local.date() else "%Y-%m-%d %H:%M"
    return f"{local:%Y-%m-%d %H:%M} {zone} ({utc:{form}}Z)"


def behind(by: timedelta | None, now: datetime) -> tuple[str, ...]:
    """Return a warning where the clock is behind the newest entry by that much; else nothing."""
    if by is None:
        return ()
    reads = f"the clock reads {now:%Y-%m-%d %H:%M:%S}Z, {span(by)} behind the newest entry"
    return (f"{reads}: set it right, since what is recorded counts from the time it shows.",)


def when(happened: Interval, zone: str) -> str:
    """Return when something happened: an instant, or the days that it is known to lie in.

    >>> from forecasts import dates
    >>> day = dates.interval("2025-09-04", dates.zone("Asia/Seoul"), datetime.now(UTC))
    >>> when(day, "Asia/Seoul")
    'on 2025-09-04, Asia/Seoul'
    """
    if happened.start == happened.end:
        return moment(happened.start, zone)
    first = local_time(happened.start, zone)
    last = local_time(happened.end - LAST_MOMENT, zone)
    if first.date() == last.date():
        return f"on {first:%Y-%m-%d}, {zone}"
    return f"from {first:%Y-%m-%d} to {last:%Y-%m-%d}, {zone}"


def answers(question: Question) -> tuple[tuple[str, str], ...]:
    """Return labelled lines for the options or the range; none for a yes/no question."""
    if question.type is QuestionType.BINARY:
        return ()
    from forecasts.cli import kinds

    return kinds.asks(question)


def base_rate(rate: ReferenceClass) -> str:
    """Return how often such things happened: `3 of 40, 8.5%`, or option by option."""
    if not rate.options:
        return f"{rate.counts[0]} of {rate.n}, {percent(rate.rate)}"
    counts = zip(rate.options, rate.counts, strict=True)
    return f"{', '.join(f'{name} {k}' for name, k in counts)} of {rate.n}"


def ruling(resolution: Resolution, question: Question) -> str:
    """Return a resolution in a few words: the outcome, or its status where it has none."""
    return outcome(resolution.outcome, question) if resolution.outcome else resolution.status.value


def outcome(outcome: str, question: Question) -> str:
    """Return an outcome as people say it: a share of yes in percent, a number with its unit."""
    if question.type in (QuestionType.NUMERIC, QuestionType.DATE):
        from forecasts.cli import kinds

        return kinds.outcome(outcome, question)
    share = question.type is QuestionType.BINARY and outcome not in ("yes", "no")
    return f"{chance(float(outcome))} yes" if share else outcome


def evidence(resolution: Resolution, zone: str) -> tuple[tuple[str, str], ...]:
    """Return the labelled lines of a resolution: when it happened, who says so, and why."""
    resolved = resolution.outcome is not None
    known = f"{moment(resolution.known_at, zone)}; later forecasts do not count"
    return (
        ("Happened", when(resolution.happened, zone) if resolution.happened else ""),
        ("Known from", known if resolved else ""),
        ("Source", resolution.source_url or ""),
        ("It says", f"“{resolution.quote}”" if resolution.quote else ""),
        ("No source", resolution.no_source or ""),
        ("Note" if resolved else "Because", resolution.note or ""),
    )
