"""Tables go into the record once: what is new is added, what is known is skipped."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from forecasts.cli import run
from forecasts.errors import BulkError
from forecasts.importers.merge import Merged
from forecasts.lines import Line
from forecasts.model import Action, Criteria, Forecast, ForecasterKind, Stated
from forecasts.store import Receipt, forecasters, forecasts, open_store, questions, resolutions

Put = Callable[..., Path]
Import = Callable[..., Merged]
Facts = Callable[[Path], dict[str, list[Line]]]

QUESTIONS = """\
question,title,type,opens_at,closes_at
rain,Will it rain?,binary,2026-01-01T00:00Z,2026-06-01T00:00Z
snow,Will it snow?,binary,2026-01-01T00:00Z,2026-06-01T00:00Z
"""
FORECASTS = """\
question,forecaster,made_at,probability,withdrawn,expires_at,rationale
snow,ana,2026-02-01T00:00Z,0.3,,,
rain,ana,2026-02-01T00:00Z,0.1,,,"Dry,
so far."
rain,ben,2026-02-01T00:00Z,1,,2026-03-01T00:00Z,
rain,ana,2026-02-02T00:00Z,,true,,
rain,ana,2025-12-01T00:00Z,0.2,,,
"""
RESOLUTIONS = """\
question,outcome,known_at,happened_at,source_url,quote
rain,no,2026-05-01T00:00Z,,https://example.org/rain,It was dry.
"""


def head(db: Path) -> Receipt:
    store = open_store(db)
    try:
        return store.receipt()
    finally:
        store.close()


def refused(imported: Import, db: Path, folder: Path) -> list[tuple[str, int, str, str]]:
    """Return the problems of tables that are refused, after a look that nothing was written."""
    before = head(db)
    with pytest.raises(BulkError) as caught:
        imported(db, folder)
    assert head(db) == before
    return [(p.file, p.line, p.column, p.why) for p in caught.value.problems]


@pytest.fixture
def db(tmp_path: Path, put: Put, imported: Import) -> Path:
    """Return a record into which the tables above were read."""
    folder = put("first", questions=QUESTIONS, forecasts=FORECASTS, resolutions=RESOLUTIONS)
    done = imported(tmp_path / "x.db", folder)
    assert done == Merged(
        questions_added=2, forecasts_added=5, resolutions_added=1, forecasters_made=2
    )
    return tmp_path / "x.db"


def test_facts_are_as_the_tables_say(db: Path) -> None:
    store = open_store(db)
    rain = questions.find(store, "rain")
    history = forecasts.history(store.connection, rain.id)
    kinds = {who.kind for who in forecasters.everyone(store.connection)}
    answer = resolutions.latest(store.connection, rain.id)
    store.close()
    assert [(f.action.value, f.stated and f.stated.probability) for f in history] == [
        ("forecast", 0.2),  # before the opening, and kept as it is
        ("forecast", 0.1),
        ("forecast", 1.0),
        ("withdrawal", None),
    ]
    assert {f.origin.value for f in history} == {"imported"}
    assert [f.rationale for f in history] == [None, "Dry,\nso far.", None, None]
    assert history[2].expires_at == datetime.fromisoformat("2026-03-01T00:00:00Z")
    assert kinds == {ForecasterKind.PERSON}
    assert answer is not None
    assert (answer.outcome, answer.quote) == ("no", "It was dry.")


def test_rows_are_written_by_question_and_else_in_the_order_of_the_file(db: Path) -> None:
    store = open_store(db)
    rows = store.connection.execute("SELECT question_id, made_at FROM forecasts ORDER BY id")
    found = rows.fetchall()
    store.close()
    assert [question for question, _ in found] == sorted(question for question, _ in found)
    assert [made_at[:10] for _, made_at in found] == [
        "2026-02-01", "2026-02-01", "2026-02-02", "2025-12-01", "2026-02-01",
    ]  # fmt: skip


def test_importing_twice_adds_nothing(db: Path, imported: Import, tmp_path: Path) -> None:
    before = head(db)
    done = imported(db, tmp_path / "first")
    assert done == Merged(questions_known=2, forecasts_known=5, resolutions_known=1)
    assert head(db) == before


def test_tables_in_another_order_and_form_are_known_too(
    db: Path, imported: Import, put: Put
) -> None:
    before = head(db)
    text = """\
made_at,probability,question,forecaster
2026-02-01T01:00+01:00,.1,rain,ANA
2026-02-01 00:00:00.000Z,1.0,rain,ben
"""
    assert imported(db, put("again", forecasts=text)) == Merged(forecasts_known=2)
    assert head(db) == before


def test_a_line_is_known_as_often_as_it_is_on_record(db: Path, imported: Import, put: Put) -> None:
    line = "rain,ana,2026-02-01T00:00Z,0.4\n"
    header = "question,forecaster,made_at,probability\n"
    assert imported(db, put("one", forecasts=header + line)).forecasts_added == 1
    assert imported(db, put("two", forecasts=header + line * 3)) == Merged(
        forecasts_added=2, forecasts_known=1
    )
    assert imported(db, put("two")) == Merged(forecasts_known=3)


def test_of_two_numbers_for_one_instant_the_later_line_stands(
    db: Path, imported: Import, put: Put
) -> None:
    text = "question,forecaster,made_at,probability\n" + "".join(
        f"snow,eve,2026-02-01T00:00Z,{p}\n" for p in ("0.9", "0.2", "0.6")
    )
    imported(db, put("same", forecasts=text))
    store = open_store(db)
    snow, eve = questions.find(store, "snow"), forecasters.find(store, "eve")
    history = forecasts.history(store.connection, snow.id, eve.id)
    now = store.connection.execute(
        "SELECT probability FROM forecasts_now WHERE forecaster = 'eve'"
    ).fetchall()
    store.close()
    assert [f.stated.probability for f in history if f.stated] == [0.9, 0.2, 0.6]
    assert now == [(0.6,)]


def test_typed_forecasts_count_as_known(
    small_record: Path, now: datetime, imported: Import, put: Put
) -> None:
    before = head(small_record)
    made_at = (now - timedelta(days=10)).isoformat()
    rationale = "Clouds, né dans l'ouest."
    header = "question,forecaster,made_at,probability"
    with_words = put("with", forecasts=f'{header},rationale\nrain,a.,{made_at},0.5,"{rationale}"\n')
    without = put("without", forecasts=f"{header}\nrain,ana,{made_at},0.5\n")
    other = put("other", forecasts=f"{header},rationale\nrain,ana,{made_at},0.5,No clouds.\n")
    assert imported(small_record, with_words) == Merged(forecasts_known=1)
    assert imported(small_record, without) == Merged(forecasts_known=1)
    assert head(small_record) == before
    assert imported(small_record, other).forecasts_added == 1


def test_a_redacted_rationale_matches_any_and_leaves_no_hash(
    db: Path, imported: Import, tmp_path: Path
) -> None:
    assert run(["redact", "--search", "Dry", "--why", "a name", "--yes", "--db", str(db)]) == 0
    before = head(db)
    assert imported(db, tmp_path / "first").forecasts_known == 5
    text = (tmp_path / "first" / "forecasts.csv").read_text(encoding="utf-8")
    (tmp_path / "first" / "forecasts.csv").write_text(text.replace('"Dry,\nso far."', ""))
    assert imported(db, tmp_path / "first").forecasts_known == 5
    assert head(db) == before


def test_other_words_are_a_revision_and_known_from_then_on(
    db: Path, imported: Import, put: Put
) -> None:
    text = QUESTIONS.replace("Will it rain?", "Will it rain in Seoul?")
    words = put("words", questions=text)
    assert imported(db, words) == Merged(questions_revised=1, questions_known=1)
    assert imported(db, words) == Merged(questions_known=2)
    assert imported(db, put("first")) == Merged(
        questions_known=2, forecasts_known=5, resolutions_known=1
    )
    store = open_store(db)
    rain = questions.find(store, "rain")
    store.close()
    assert (rain.revision, rain.title) == (2, "Will it rain in Seoul?")


def test_a_column_that_is_left_out_changes_nothing(
    db: Path, now: datetime, imported: Import, put: Put
) -> None:
    store = open_store(db)
    rain = questions.find(store, "rain")
    terms = replace(rain.terms, criteria=Criteria(counts="Measured rain."), background="Dry.")
    with store.append(now, "revise") as batch:
        questions.revise(batch, rain, terms)
    assert imported(db, put("first", questions=QUESTIONS)).questions_known == 2
    text = QUESTIONS.replace("Will it rain?", "Will it rain in Seoul?")
    imported(db, put("words", questions=text))
    after = questions.find(store, "rain")
    store.close()
    assert after.terms == replace(terms, title="Will it rain in Seoul?")


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("2026-06-01T00:00Z\nsnow", "2026-07-01T00:00Z\nsnow", "closes_at"),
        ("2026-01-01T00:00Z,2026-06-01T00:00Z\nsnow", "2026-01-02T00:00Z,2026-06-01T00:00Z\nsnow",
         "opens_at"),
    ],
)  # fmt: skip
def test_what_the_first_forecast_fixed_cannot_be_moved(
    db: Path, imported: Import, put: Put, old: str, new: str, column: str
) -> None:
    assert old in QUESTIONS
    found = refused(imported, db, put("moved", questions=QUESTIONS.replace(old, new)))
    assert ("questions.csv", 2, column) in [problem[:3] for problem in found]
    assert "the first forecast fixed it (2026-0" in found[0][3]


def test_dates_may_move_before_the_first_forecast(
    tmp_path: Path, imported: Import, put: Put
) -> None:
    db = tmp_path / "new.db"
    moved = QUESTIONS.replace("2026-06-01T00:00Z\nsnow", "2026-05-01T00:00Z\nsnow")
    imported(db, put("a", questions=QUESTIONS))
    assert imported(db, put("b", questions=moved)).questions_revised == 1
    store = open_store(db)
    terms = questions.find(store, "rain").terms
    store.close()
    assert terms.closes_at == terms.resolves_by == datetime.fromisoformat("2026-05-01T00:00Z")


def test_another_outcome_is_a_re_resolution_and_all_rows_keep_their_order(
    db: Path, imported: Import, put: Put, facts: Facts
) -> None:
    text = RESOLUTIONS + (
        "rain,reopened,2026-05-02T00:00Z,,,\n"
        "rain,yes,2026-05-03T00:00Z,2026-05-02T00:00Z/2026-05-03T00:00Z,https://example.org,\n"
        "snow,annulled,2026-05-03T00:00Z,,,\n"
    )
    folder = put("more", resolutions=text)
    assert imported(db, folder) == Merged(
        resolutions_added=1, resolutions_re_resolved=2, resolutions_known=1
    )
    assert imported(db, folder) == Merged(resolutions_known=4)
    outcomes = [line.cells()[:2] for line in facts(db)["resolutions"]]
    assert outcomes == [
        ("rain", "no"), ("rain", "reopened"), ("rain", "yes"), ("snow", "annulled"),
    ]  # fmt: skip
    store = open_store(db)
    rain, snow = (questions.find(store, slug) for slug in ("rain", "snow"))
    latest = resolutions.all_latest(store.connection)
    store.close()
    assert latest[rain.id].happened is not None
    assert (latest[rain.id].outcome, latest[snow.id].status.value) == ("yes", "annulled")


def test_late_forecasts_are_kept_and_counted(db: Path, imported: Import, put: Put) -> None:
    header = "question,forecaster,made_at,probability\n"
    instants = ("2026-04-30T23:59:59Z", "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z")
    text = "".join(f"{q},eve,{i},0.5\n" for q in ("rain", "snow") for i in instants)
    done = imported(db, put("late", forecasts=header + text))
    # Of rain, known on 1 May, two; of snow, which closes on 1 June, one.
    assert (done.forecasts_added, done.forecasts_late) == (6, 3)


def test_an_outcome_in_the_same_tables_makes_forecasts_late(
    tmp_path: Path, imported: Import, put: Put
) -> None:
    folder = put(
        questions=QUESTIONS,
        forecasts="question,forecaster,made_at,probability\nrain,a,2026-05-01T00:00Z,0.5\n"
        "snow,a,2026-05-01T00:00Z,0.5\n",
        resolutions="question,outcome,known_at\nrain,no,2026-05-01T00:00Z\n"
        "snow,no,2026-05-01T00:00Z\nsnow,reopened,2026-05-02T00:00Z\n",
    )
    assert imported(tmp_path / "x.db", folder).forecasts_late == 1


def test_rows_about_nothing_known_are_shown(db: Path, imported: Import, put: Put) -> None:
    folder = put(
        "bad",
        questions=QUESTIONS + "hail,Will it hail?,binary,2026-06-01T00:00Z,2026-01-01T00:00Z\n",
        forecasts="question,forecaster,made_at,probability\n"
        "rian,ana,2026-02-01T00:00Z,0.5\nhail,ana,2026-02-01T00:00Z,0.5\n"
        "rain,ana,2026-12-01T00:00Z,0.5\n",
        resolutions="question,outcome,known_at\nsnow,no,2026-11-01T12:00:00.000001Z\n",
        links="kind,from,to\nimplies,rain,fog\nimplies,rain,rain\n",
    )
    found = refused(imported, db, folder)
    assert {problem[:3] for problem in found} == {
        ("questions.csv", 4, "closes_at"),
        ("forecasts.csv", 2, "question"),
        ("forecasts.csv", 4, "made_at"),  # and not line 3: its question's own row is shown
        ("resolutions.csv", 2, "known_at"),
        ("links.csv", 2, "to"),
        ("links.csv", 3, "to"),
    }
    words = " ".join(problem[3] for problem in found)
    assert "there is no question 'rian'. Did you mean rain?" in words
    assert "2026-11-01T12:00:00.000001Z is still to come" in words


def test_a_forecast_made_ahead_of_the_clock_is_refused(
    db: Path, imported: Import, put: Put
) -> None:
    """Two clocks may differ by five minutes; this one is at noon of 1 November."""
    header = "question,forecaster,made_at,probability\n"
    late = put("ahead", forecasts=f"{header}rain,eve,2026-11-01T12:05:00.000001Z,0.5\n")
    ((file, line, column, why),) = refused(imported, db, late)
    assert (file, line, column) == ("forecasts.csv", 2, "made_at")
    assert why == "2026-11-01T12:05:00.000001Z is still to come"
    soon = put("soon", forecasts=f"{header}rain,eve,2026-11-01T12:05:00Z,0.5\n")
    assert imported(db, soon).forecasts_added == 1


def test_what_is_dated_by_this_day_stands_at_its_end_in_the_question_s_zone(
    tmp_path: Path, imported: Import, put: Put
) -> None:
    """As a claim of a text of today does: what was exported is read back on the same day."""
    asked = QUESTIONS.replace("closes_at\n", "closes_at,timezone\n").replace(
        "2026-06-01T00:00Z\n", "2026-12-01T00:00Z,Asia/Seoul\n"
    )
    header = "question,forecaster,made_at,probability\n"
    ends = {"seoul": "2026-11-01T14:59:59.999999Z", "utc": "2026-11-01T23:59:59.999999Z"}
    folders = {
        name: put(name, questions=asked, forecasts=f"{header}rain,eve,{at},0.5\n")
        for name, at in ends.items()
    }
    assert imported(tmp_path / "x.db", folders["seoul"]).forecasts_added == 1
    assert refused(imported, tmp_path / "x.db", folders["utc"])[0][:3] == (
        "forecasts.csv", 2, "made_at",
    )  # fmt: skip


def test_a_resolution_known_this_instant_is_taken(db: Path, imported: Import, put: Put) -> None:
    text = "question,outcome,known_at\nsnow,no,2026-11-01T12:00:00Z\n"
    assert imported(db, put("now", resolutions=text)).resolutions_added == 1


def test_forecasters_have_the_kind_of_their_table_else_the_one_asked_for(
    tmp_path: Path, imported: Import, put: Put
) -> None:
    people = "name,kind,aliases,retired_at\nana,,A. Lee;Anna,2026-04-01T00:00Z\nmodel-1,model,,\n"
    text = FORECASTS.replace("rain,ben", "rain,model-1").replace("snow,ana", "snow,anna")
    folder = put(questions=QUESTIONS, forecasts=text, forecasters=people)
    db = tmp_path / "x.db"
    assert imported(db, folder, ForecasterKind.CROWD).forecasters_made == 2
    assert imported(db, folder, ForecasterKind.CROWD) == Merged(
        questions_known=2, forecasts_known=5
    )
    store = open_store(db)
    ana, model = forecasters.everyone(store.connection)
    store.close()
    assert (ana.kind, ana.aliases, model.kind) == (
        ForecasterKind.CROWD, ("A. Lee", "Anna"), ForecasterKind.MODEL,
    )  # fmt: skip
    assert ana.retired_at == datetime.fromisoformat("2026-04-01T00:00Z")


def test_the_forecasters_table_adds_and_takes_nothing_away(
    small_record: Path, imported: Import, put: Put
) -> None:
    folder = put(forecasters="name,kind,aliases\nANA,team,Anna\n")
    assert imported(small_record, folder) == Merged(forecasters_changed=1)
    assert imported(small_record, folder) == Merged()
    store = open_store(small_record)
    ana = forecasters.find(store, "ana")
    store.close()
    assert (ana.kind, ana.aliases) == (ForecasterKind.TEAM, ("a.", "Anna"))


def test_a_name_for_two_is_refused(small_record: Path, imported: Import, put: Put) -> None:
    folder = put(forecasters="name,aliases\nben,A.\n")
    ((file, line, column, why),) = refused(imported, small_record, folder)
    assert (file, line, column) == ("forecasters.csv", 2, "aliases")
    assert "taken by another" in why


def test_links_that_make_no_sense_together_are_refused_by_name(
    db: Path, imported: Import, put: Put, facts: Facts
) -> None:
    imported(db, put("asked", questions=QUESTIONS, links="kind,from,to\nimplies,rain,snow\n"))
    before = facts(db)["links"]
    folder = put("links", links="kind,from,to\nimplies,rain,snow\nexcludes,snow,rain\n")
    with pytest.raises(BulkError) as refused:
        imported(db, folder)
    (problem,) = refused.value.problems
    assert (problem.file, problem.line) == ("links.csv", 3)
    assert problem.why == "snow excludes rain, and rain implies snow: rain could never happen"
    circle = put("circle", links="kind,from,to\nimplies,snow,rain\n")
    with pytest.raises(BulkError, match="in a circle they are one event"):
        imported(db, circle)
    assert facts(db)["links"] == before


@pytest.mark.parametrize(
    ("kind", "one", "other", "why"),
    [
        ("excludes", "rain", "who", "who is not answered by yes or no, and excludes is said of"),
        ("earlier-deadline-of", "who", "rain", "who is not answered by yes or no"),
        ("given", "rain", "who", "who is not answered by yes or no, so it is no condition"),
        ("same-event", "rain", "who", "rain is a question of yes or no, who of options"),
    ],
)
def test_links_that_cannot_be_said_of_such_questions_are_refused(
    db: Path, imported: Import, put: Put, facts: Facts, kind: str, one: str, other: str, why: str
) -> None:
    head, *rows = QUESTIONS.splitlines()
    asked = [f"{head},options", *(f"{row}," for row in rows)]
    asked.append(
        f'who,Who will say so?,multiple_choice,{rows[0].split(",", 3)[3]},"[""Kim"", ""Lee""]"'
    )
    folder = put(questions="\n".join(asked), links=f"kind,from,to\n{kind},{one},{other}\n")
    with pytest.raises(BulkError) as refused:
        imported(db, folder)
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.column) == ("links.csv", 2, "kind")
    assert problem.why.startswith(why)
    assert facts(db)["links"] == []


def test_links_are_added_once(db: Path, imported: Import, put: Put, facts: Facts) -> None:
    text = "kind,from,to,days,latest_at,note\nwithin,rain,snow,2.5,2026-06-01T00:00Z,Why.\n"
    folder = put("links", links=text)
    assert imported(db, folder).links_added == 1
    assert imported(db, folder) == Merged(links_known=1)
    (link,) = facts(db)["links"]
    assert link.cells() == ("within", "rain", "snow", 2.5, "2026-06-01T00:00:00Z", "Why.")


def test_a_bad_row_far_down_stops_all_of_it(db: Path, imported: Import, put: Put) -> None:
    rows = [f"rain,ana,2026-02-01T00:00:{i % 60:02}Z,0.{i:04}\n" for i in range(5_000)]
    rows[3_998] = rows[3_998].replace(",0.", ",1.")
    text = "question,forecaster,made_at,probability\n" + "".join(rows)
    ((file, line, column, _),) = refused(imported, db, put("far", forecasts=text))
    assert (file, line, column) == ("forecasts.csv", 4_000, "probability")


def test_struck_and_reaffirmed_rows_on_record_are_known(
    db: Path, now: datetime, imported: Import, put: Put, facts: Facts
) -> None:
    store = open_store(db)
    snow, ana = questions.find(store, "snow"), forecasters.find(store, "ana")

    def said(days: int, p: float, action: Action, strikes: int | None = None) -> int:
        made = Forecast(
            question_id=snow.id,
            revision_id=snow.revision_id,
            forecaster_id=ana.id,
            action=action,
            made_at=datetime.fromisoformat("2026-03-01T00:00Z") + timedelta(days=days),
            stated=Stated(p, f"{p}"),
            strikes=strikes,
        )
        return forecasts.record(batch, made)

    with store.append(now, "predict") as batch:
        wrong = said(0, 0.9, Action.FORECAST)
        said(0, 0.09, Action.FORECAST, strikes=wrong)
        said(1, 0.09, Action.REAFFIRMATION)
    store.close()
    cells = [line.cells()[2:4] for line in facts(db)["forecasts"] if line.cells()[0] == "snow"]
    assert cells == [
        ("2026-02-01T00:00:00Z", 0.3), ("2026-03-01T00:00:00Z", 0.09),
        ("2026-03-02T00:00:00Z", 0.09),
    ]  # fmt: skip
    text = "question,forecaster,made_at,probability\n" + "".join(
        f"snow,ana,2026-03-0{day}T00:00Z,{p}\n" for day, p in ((1, 0.9), (1, 0.09), (2, 0.09))
    )
    assert imported(db, put("typed", forecasts=text)) == Merged(forecasts_known=3)
