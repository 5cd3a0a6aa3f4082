"""`forecasts report`: the scoring report, on the screen or as files."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import click

from forecasts.cli import options
from forecasts.cli.output import say
from forecasts.errors import InputError
from forecasts.store import forecasters
from tracker.cli import pages
from tracker.cli.choice import check_topic, choose_forecaster, counted, recorded_only_option
from tracker.reports import build
from tracker.reports.material import Scope
from tracker.reports.reader import read

if TYPE_CHECKING:
    from forecasts.store import Store
    from tracker.periods import Period
    from tracker.reports.section import Report

ALL = "all"
FILE = click.Path(path_type=Path, dir_okay=False)
STDOUT = Path("-")
EXAMPLES = """\b
Examples:
  forecasts report
  forecasts report --html report.html
  forecasts report --forecaster ana --topic north-korea --markdown ana.md
  forecasts report --period 2026-W47 --tz Europe/Berlin
  forecasts report --period 2026-Q3 --html 2026-Q3.html

\b
--json prints one object; a part that has nothing to tell is left out:
  report topic retrospective as_of made_at
  period          name starts_at ends_at timezone so_far seq late owned[]; null of
                  all time
  verdict         forecaster against questions clusters skill low high verdict
                  sentences[]
  denominators    asked drafts open closed resolved waiting void never_forecast
                  other_kind line
  leaderboard     against rows[forecaster kind shared clusters skill low high
                  verdict apart], each on the questions shared with the first
  calibration     forecaster sentences[] few numbers{} as forecasts calibration
                  --json; few: under 30 questions days rows[question title p
                  happened base_rate] without expected observed low high brier
                  brier_low brier_high seen needed a_year needed_at
  where_wrong     forecaster against questions, and topics[] kinds[] horizons[] of
                  name questions clusters raw pooled low high reason; terms[] as
                  by_term of forecasts calibration --json
  updating        questions moves clusters toward share low high calibrated reasons
                  news late after[moved share low high moves calibrated]
  process         coverage and days_since_look, each: n least middle most;
                  with_class outside_first; of one person
  people          rows[forecaster questions clusters adjusted shrunk low high] few
                  more mean people
  needs_a_person  questions[question title status closes_at due_at overdue_days
                  where[] command branches[forecaster last if_yes if_no yes_low
                  yes_high no_low no_high] more_branches words[]
                  last[forecaster said] more_last proposed unconfirmed condition]
                  more later next_due_at contradictions[]
  resolved        questions[question title type outcome in_words happened_from
                  happened_to known_at timezone source_url quote note no_source
                  resolver said[forecaster kind people first half_way last score
                  low high attainable reason rule most] more surprise late] more
  record          base_rate and coin, each: against more rows[forecaster kind
                  questions clusters brier attainable reference skill low high coverage
                  hindsight verdict]
  published       judgements[publication source question title words scale low
                  high probability status outcome in_words due_at score
                  score_low score_high attainable reference if_yes if_no
                  about ranked_right] more
  calls           against of best[] worst[] of question title forecaster n better
                  advantage outcome path[start end p]
  void            void[question title status why] restated[question title before
                  after recorded_at seq] more_void more_restated disputed[question
                  title why since]
  method[]
  footer          as_of made_at head restatements struck rule policy definitions
                  program period late_at recorded_only
  closing         questions[question title closes_at says house age_days hidden
                  have people] more                          of a day or a week
  moved           questions[question title house event before after log_odds
                  words people range reasons[] closes_at] more hidden     likewise
  against_before  period before rows[forecaster kind against now before questions
                  questions_before difference low high verdict]
                                                          of a month or a quarter
The verdict of a day or a week holds resolved waiting moved to_date sentences[];
to_date is the verdict on all that is scored by its end; leaderboard to people are
of all time, a month or a quarter. Intervals hold 90%; calibration, where_wrong,
updating and process are of the live questions that have ended by then. A question is owned by the
period in which it was first resolved on record; late: known before that began.
Scores are scheduled Brier scores, half scale, 0 best, of numbers crps or wis, as
rule says; most is the highest there is. Skill and advantage are the reference's
score minus the own, above 0 better. A path's p is the chance of yes, of the
option that happened, or of a date by its horizon.
"""


def _file(_context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    """Return the file that was named; raise InputError for the dash of other programs."""
    if path == STDOUT:
        raise InputError(
            f"{option.opts[0]} - names no file.",
            "Name a file; the terminal's page goes to standard output by itself.",
        )
    return path


@click.command(epilog=EXAMPLES)
@click.option(
    "--period",
    metavar="PERIOD",
    default=ALL,
    show_default=True,
    help="A day, week, month or quarter: 2026-11-22, 2026-W47, 2026-10, 2026-Q3.",
)
@options.tz_option
@click.option(
    "--html",
    metavar="FILE",
    type=FILE,
    callback=_file,
    help="Write one HTML file that opens offline.",
)
@click.option(
    "--markdown",
    metavar="FILE",
    type=FILE,
    callback=_file,
    help="Write Markdown, charts beside it.",
)
@click.option(
    "--forecaster",
    metavar="NAME",
    help="Whose record it is about, me for yours, which it is by default.",
    shell_complete=options.people,
)
@click.option(
    "--topic", metavar="TOPIC", help="Only questions of this topic.", shell_complete=options.topics
)
@options.as_option
@click.option("--retrospective", is_flag=True, help="The retrospective history, and only it.")
@click.option("--names", is_flag=True, help="Other people's names in files too.")
@click.option("--rationales", is_flag=True, help="The reasons that were given, too.")
@click.option("--others", is_flag=True, help="Other people's numbers on open questions, too.")
@recorded_only_option
@options.db_option
@options.json_option
def report(
    period: str, tz: str | None, html: Path | None, markdown: Path | None, forecaster: str | None,
    topic: str | None, who: str | None, retrospective: bool, names: bool, rationales: bool,
    others: bool, recorded_only: bool, db: Path, as_json: bool,
) -> None:  # fmt: skip
    """Say how good the forecasts were, how surely that can be said, and what needs a person.

    It speaks of --forecaster, else of you where you have scores, else of everyone. In files,
    other people go by letters unless --names. Live and retrospective questions are never mixed.
    A report on a --period reads the record as it stood at its end and tells of the outcomes first
    recorded in it: of a day or a week on one page, of a month or a quarter with all scores.
    """
    files = html is not None or markdown is not None
    flag = "" if files else options.typed_db("")
    wanted = Wanted(forecaster, who, topic, retrospective, names, rationales, others,
                    recorded_only, files, flag)  # fmt: skip
    pages.begin(html)
    with options.opened(db) as store:
        check_topic(store, topic)
        options.reader(store, who)  # raises for a slip in --as
        made = _made(store, period, tz, wanted)
    pages.write(made, html, markdown)
    if files and not names:
        say("Other people go by letters in it; --names writes their names.")
    if as_json or not files:
        pages.show(made, as_json=as_json)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed: whose record, on what, and what may be seen.

    who: the reader, None for the login name. `files` leave the desk.
    """

    forecaster: str | None
    who: str | None
    topic: str | None
    retrospective: bool
    names: bool
    rationales: bool
    others: bool
    recorded_only: bool
    files: bool
    flag: str

    def scope(self, then: Store) -> Scope:
        """Return the scope of the report; a forecaster is looked up in the record as it stood."""
        whose = choose_forecaster(then, self.forecaster, self.who) if self.forecaster else None
        me = forecasters.named(then, self.who or options.login())
        return Scope(
            forecaster=whose,
            me=me,
            topic=self.topic,
            retrospective=self.retrospective,
            names=self.names or not self.files,
            rationales=self.rationales,
            reader=whose if self.files else me,
            others=self.others,
            flag=self.flag,
            recorded_only=self.recorded_only,
        )


def _made(store: Store, period: str, tz: str | None, wanted: Wanted) -> Report:
    """Return the report on a period, or on all time."""
    now, program = options.now(), version("forecasts")
    if period == ALL:
        with counted(store, recorded_only=wanted.recorded_only) as then:
            return build("scoring", read(then, wanted.scope(then), now, program))
    from tracker.reports.periodic import on_period

    return on_period(
        store, _period(period), options.zone_of(tz), wanted.scope, now, version=program,
        recorded_only=wanted.recorded_only,
    )  # fmt: skip


def _period(text: str) -> Period:
    from tracker.periods import Period

    try:
        return Period.parse(text)
    except ValueError as error:
        raise InputError(
            f"{text!r} is no period.",
            "Type a day, week, month or quarter: 2026-11-22, 2026-W47, 2026-10, 2026-Q3, or all.",
        ) from error
