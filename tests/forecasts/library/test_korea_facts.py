"""The Korea question set: its form, and what its facts must agree on among themselves."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from datetime import UTC, date, datetime, time
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from forecasts.library import event_log, load

KOREA = Path(__file__).parents[3] / "forecasts" / "library" / "korea.toml"
LIBRARY: dict[str, Any] = tomllib.loads(KOREA.read_text(encoding="utf-8"))
QUESTIONS: list[dict[str, Any]] = LIBRARY["questions"]
TYPES: list[dict[str, Any]] = LIBRARY["event_types"]
SAID = [(question, said) for question in QUESTIONS for said in question.get("said", [])]
RESOLVED = [question for question in QUESTIONS if "resolution" in question]
HISTORY = load("korea").event_types
LOG = event_log()

CRITERIA = {"counts", "does_not_count", "who_says_so", "if_unclear"}
REQUIRED = {
    "sources": {"slug", "title", "date_from", "date_to", "date_basis", "language"},
    "forecasters": {"name", "kind", "about"},
    "questions": CRITERIA
    | {"slug", "brief", "title", "opens_at", "closes_at", "background", "topics", "url"},
    "event_types": CRITERIA
    | {"id", "title", "topics", "first_year", "last_year", "class_from", "url"},
}
OPTIONAL = {
    "sources": {"author", "publisher"},
    "forecasters": set[str](),
    "questions": {
        "resolves_by",
        "timezone",
        "group",
        "reference_class",
        "by_deadline",
        "type",
        "options",
        "range_min",
        "range_max",
        "open_lower",
        "open_upper",
        "unit",
        "said",
        "resolution",
    },
    "event_types": {
        "unknown_years",
        "kind",
        "type",
        "options",
        "none",
        "range_min",
        "range_max",
        "unit",
    },
}
NUMBER = {"scale", "low", "high", "probability"}
DEADLINE = re.compile(r"before (noon in Washington on )?(\d{1,2} [A-Z][a-z]+ \d{4})")
HTTPS = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(/\S*)?")

# The reference class of a question, and the kind of the event log that it must agree with.
CLASS_KINDS = {
    "kim-xi-meet-before-2027": "nk-china-leaders-meet",
    "kim-putin-meet-before-2026": "nk-russia-leaders-meet",
    "council-new-sanctions-before-2027": "unsc-dprk-sanctions",
    "satellite-before-2028": "nk-satellite-in-orbit",
    "nuclear-cap-for-relief-before-term-ends": "us-nk-nuclear-limit",
}


def question_named(slug: str) -> dict[str, Any]:
    return next(question for question in QUESTIONS if question["slug"] == slug)


def type_named(identifier: str) -> dict[str, Any]:
    return next(kind for kind in TYPES if kind["id"] == identifier)


def days_of(identifier: str) -> list[date]:
    kind = next(kind for kind in HISTORY if kind.id == identifier)
    return [event.day for event in kind.events]


def years_of(kind: dict[str, Any]) -> set[int]:
    return {day.year for day in days_of(kind["id"])}


def local_close(question: dict[str, Any]) -> datetime:
    closes_at: datetime = question["closes_at"]
    return closes_at.astimezone(ZoneInfo(question.get("timezone", "UTC")))


@pytest.mark.parametrize("table", REQUIRED)
def test_every_entry_has_the_required_keys_and_no_others(table: str) -> None:
    for entry in LIBRARY[table]:
        name = entry.get("slug") or entry.get("id") or entry.get("name")
        assert REQUIRED[table] - set(entry) == set(), name
        assert set(entry) - REQUIRED[table] - OPTIONAL[table] == set(), name


def test_no_text_is_empty_and_criteria_are_sentences() -> None:
    assert LIBRARY["title"].strip()
    assert "mechanical" in LIBRARY["about"]
    for entry in [*QUESTIONS, *TYPES]:
        for key in CRITERIA:
            assert entry[key].endswith("."), (entry["title"], key)
        assert entry["title"].endswith("?")
        assert entry["topics"] == list(dict.fromkeys(entry["topics"]))
        assert entry["topics"]


def test_slugs_are_unique_short_and_plain() -> None:
    years = [
        f"{kind['id']}-{year}"
        for kind in TYPES
        for year in range(kind["first_year"], kind["last_year"] + 1)
    ]
    slugs = [question["slug"] for question in QUESTIONS] + years
    assert [slug for slug, count in Counter(slugs).items() if count > 1] == []
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9-]{1,60}", slug)] == []


def test_titles_are_unique() -> None:
    titles = [entry["title"] for entry in [*QUESTIONS, *TYPES]]
    assert len(set(titles)) == len(titles)
    assert all(kind["title"].count("{year}") == 1 for kind in TYPES)


@pytest.mark.parametrize(
    "slug",
    [
        "trump-kim-talks-before-midterms",
        "talks-coincide-with-armistice",
        "armistice-before-midterms",
        "kim-xi-meet-before-2027",
    ],
)
def test_the_slugs_that_documents_name_are_there(slug: str) -> None:
    assert question_named(slug)["brief"]


def test_instants_are_utc_and_in_order() -> None:
    for question in QUESTIONS:
        assert question["opens_at"].utcoffset() == UTC.utcoffset(None), question["slug"]
        assert question["closes_at"].utcoffset() == UTC.utcoffset(None), question["slug"]
        assert question["opens_at"] < question["closes_at"], question["slug"]
        assert question.get("resolves_by", question["closes_at"]) >= question["closes_at"]


def test_the_last_deadline_in_a_title_is_the_close() -> None:
    for question in QUESTIONS:
        deadlines = DEADLINE.findall(question["title"])
        assert deadlines or question.get("type") == "numeric", question["slug"]
        if not deadlines:
            continue
        noon, day = deadlines[-1]
        said = datetime.strptime(day, "%d %B %Y").replace(tzinfo=UTC).date()
        close = local_close(question)
        assert close.date() == said, question["slug"]
        assert close.time() == (time(12) if noon else time(0)), question["slug"]


def test_later_rungs_of_a_ladder_close_later_or_together() -> None:
    rungs = [
        question_named(f"trump-kim-meet-before-{rung}") for rung in ("2026", "midterms", "2028")
    ]
    assert all(a["closes_at"] < b["closes_at"] for a, b in pairwise(rungs))
    assert {rung["group"] for rung in rungs} == {"trump-kim"}


def test_the_judgement_that_is_a_link_alone_is_one() -> None:
    """S11: sanctions are not lifted without talks with the United States first."""
    (link,) = (link for link in LIBRARY["links"] if link["one"] == "council-eases-before-term-ends")
    relief, talks = question_named(link["one"]), question_named(link["other"])
    assert link["kind"] == "implies"
    assert "S11" in link["note"]
    assert talks["brief"] == ["S2"]
    assert relief["closes_at"] == talks["closes_at"]
    assert relief["opens_at"] == talks["opens_at"]


def test_every_kind_of_judgement_stands_in_its_kind_of_question() -> None:
    kinds: dict[str, set[str]] = {}
    for question in QUESTIONS:
        for judgement in question["brief"]:
            kinds.setdefault(judgement, set()).add(question.get("type", "binary"))
    assert {name for name, found in kinds.items() if "date" in found} == {"S1", "S5", "E1c", "E9"}
    assert {name for name, found in kinds.items() if "numeric" in found} == {"S8", "E7", "E11"}
    assert kinds["S7"] == {"multiple_choice"}
    assert kinds["E4"] == kinds["E6"] == {"binary", "multiple_choice"}
    # S11 is a link alone, S12 cannot be asked; S13 and E12 are watched besides.
    assert set(kinds) == {f"S{n}" for n in (*range(1, 11), 13)} | {
        *(f"E{n}" for n in range(1, 14)), "E1a", "E1b", "E1c",
    }  # fmt: skip


def test_a_repeated_question_asks_anew_when_the_last_one_was_answered() -> None:
    asked = [question for question in QUESTIONS if question.get("group") == "kim-meets-next"]
    assert len(asked) == 3
    for one, after in pairwise(asked):
        assert after["opens_at"] > one["resolution"]["known_at"]


def test_forecasters_are_two_publications_and_two_baselines() -> None:
    kinds = Counter(forecaster["kind"] for forecaster in LIBRARY["forecasters"])
    assert kinds == {"publication": 2, "baseline": 2}
    baselines = [f for f in LIBRARY["forecasters"] if f["kind"] == "baseline"]
    assert {forecaster["name"] for forecaster in baselines} == {"coin", "base-rate"}
    assert all("Mechanical" in forecaster["about"] for forecaster in baselines)


def test_what_was_said_names_a_known_publication_and_source() -> None:
    publications = {f["name"] for f in LIBRARY["forecasters"] if f["kind"] == "publication"}
    sources = {source["slug"]: source for source in LIBRARY["sources"]}
    assert len(SAID) > 0
    for question, said in SAID:
        assert set(said) - NUMBER - {"about"} == {"forecaster", "source", "at", "word", "note"}
        assert "about" not in said or said["about"] in question["options"]
        assert said["forecaster"] in publications
        # The last second of the source's last day: the reading that gives it least credit.
        last_day = sources[said["source"]]["date_to"]
        assert said["at"] == datetime.combine(last_day, time(23, 59, 59), UTC)
        assert question["opens_at"] <= said["at"] < question["closes_at"], question["slug"]
        assert len(said["word"].split()) <= 5


def test_a_number_comes_with_its_scale_and_bounds_or_not_at_all() -> None:
    for question, said in SAID:
        given = NUMBER & set(said)
        assert given in (set(), NUMBER), question["slug"]
        if given:
            assert 0 < said["low"] < said["probability"] < said["high"] < 1
            assert said["probability"] == pytest.approx((said["low"] + said["high"]) / 2)
            assert said["scale"] == "ICD 203"
            expected = (0.20, 0.45) if said["word"] == "unlikely" else (0.55, 0.80)
            assert (said["low"], said["high"]) == expected


def test_numbers_stand_on_four_judgements_only() -> None:
    numbered = {question["slug"] for question, said in SAID if "probability" in said}
    assert numbered == {
        "talks-coincide-with-armistice",
        "us-north-korea-talks-before-term-ends",
        "kim-xi-meet-before-2027",
        "deal-payer-united-states",
    }


def test_resolutions_are_sourced_and_known_after_they_happened() -> None:
    assert len(RESOLVED) > 0
    for question in RESOLVED:
        resolution = question["resolution"]
        assert set(resolution) - {"happened"} == {"outcome", "known_at", "source_url", "note"}
        assert HTTPS.fullmatch(resolution["source_url"])
        assert ("happened" in resolution) == (resolution["outcome"] != "no"), question["slug"]
        if resolution["outcome"] == "no":
            assert resolution["known_at"] >= question["closes_at"], question["slug"]
        else:
            happened = datetime.combine(resolution["happened"], time(0), UTC)
            assert question["opens_at"] <= happened <= resolution["known_at"]
            assert happened < question["closes_at"]


def test_nothing_is_said_of_outcomes_that_are_not_established() -> None:
    open_ones = {
        "trump-kim-talks-before-midterms",
        "talks-coincide-with-armistice",
        "armistice-before-midterms",
    }
    assert open_ones & {question["slug"] for question in RESOLVED} == set()


def test_the_years_of_a_type_are_in_order() -> None:
    for kind in TYPES:
        assert kind["class_from"] <= kind["first_year"] <= kind["last_year"], kind["id"]


def test_every_address_is_https() -> None:
    addresses = [entry["url"] for entry in [*QUESTIONS, *TYPES]]
    assert [address for address in addresses if not HTTPS.fullmatch(address)] == []


def test_every_year_is_decided_or_listed_as_unknown() -> None:
    for kind in TYPES:
        unknown = kind.get("unknown_years", [])
        assert sorted(set(unknown)) == unknown, kind["id"]
        assert all(kind["first_year"] <= year <= kind["last_year"] for year in unknown)
        assert years_of(kind) & set(unknown) == set(), kind["id"]


def test_the_history_is_long_and_has_types_that_never_happened() -> None:
    questions = sum(
        kind["last_year"] - kind["first_year"] + 1 - len(kind.get("unknown_years", []))
        for kind in TYPES
    )
    assert len(TYPES) >= 8
    assert questions >= 160
    span = range(2006, 2026)
    assert any(years_of(kind) & set(span) == set() for kind in TYPES)
    assert all(kind["last_year"] == 2025 for kind in TYPES if kind.get("type") != "numeric")
    assert {kind.get("type", "binary") for kind in TYPES} == {
        "binary", "date", "multiple_choice", "numeric",
    }  # fmt: skip


@pytest.mark.parametrize("slug", CLASS_KINDS)
def test_a_reference_class_looks_at_no_later_year_and_agrees_with_the_log(slug: str) -> None:
    question = question_named(slug)
    reference = question["reference_class"]
    found = re.search(r"years (\d{4})-(\d{2})\b", reference["basis"])
    assert found is not None
    first, last = int(found[1]), 2000 + int(found[2])
    assert last < question["opens_at"].year
    kind = LOG.kind(CLASS_KINDS[slug])
    assert kind is not None
    assert {*range(first, last + 1)} <= {*kind.complete}
    assert 0 <= reference["k"] <= reference["n"] == last - first + 1
    years = {event.day.year for event in LOG.of(kind.id)}
    assert reference["k"] == len(years & {*range(first, last + 1)})


def test_every_reference_class_is_checked() -> None:
    with_class = {question["slug"] for question in QUESTIONS if "reference_class" in question}
    assert with_class == set(CLASS_KINDS)


def test_resolved_meetings_are_in_the_history() -> None:
    for slug in ("kim-xi-meet-before-2027", "kim-putin-meet-before-2026"):
        happened = question_named(slug)["resolution"]["happened"]
        assert happened in days_of(CLASS_KINDS[slug])
    assert 2025 not in years_of(type_named("us-nk-leaders-meet"))
    assert question_named("trump-kim-meet-before-2026")["resolution"]["outcome"] == "no"
