"""Which last days the sentence of a claim offers, in three languages."""

from __future__ import annotations

from datetime import date

import pytest

from forecasts.claims import scan
from forecasts.cli.claims.offers import last_days

PUBLISHED = date(2025, 2, 4)


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("The two are likely to reopen the crossing before 1 July 2026.", ["2026-06-30"]),
        ("It will probably happen by the end of 2027.", ["2027-12-31"]),
        ("It is likely by 2027.", ["2026-12-31", "2027-12-31"]),  # people read it either way
        ("It is unlikely before 2028.", ["2027-12-31"]),
        ("A deal could come in March 2027.", ["2027-03-31"]),
        ("The vote is likely by Q3 2026.", ["2026-09-30"]),
        ("War is unlikely in the next 12 months.", ["2026-02-04"]),
        ("Trade may recover within two years.", ["2027-02-04"]),
        ("Il est probable que les pourparlers reprennent avant le 3 novembre 2026.",
         ["2026-11-02"]),
        ("Il est peu probable qu'un accord soit signé d'ici fin 2026.", ["2026-12-31"]),
        ("Es probable que el comercio crezca en los próximos cinco años.", ["2030-02-04"]),
        ("Es probable que se firme un acuerdo antes de junio de 2027.", ["2027-05-31"]),
        ("Talks are likely before the US midterm elections in 2026.", ["2026-11-02"]),
        ("Talks are likely before the 2026 midterms.", ["2026-11-02"]),
        ("It will likely fall before Q3 2027.", ["2027-06-30"]),
        ("A deal is likely by the end of June 2027.", ["2027-06-30"]),
        ("A deal is likely two years from now.", ["2027-02-04"]),
        # Of two ends the second; of a beginning none.
        ("It is likely to hold from 2027 to 2029.", ["2029-12-31"]),
        ("Talks will probably run between June 2027 and March 2028.", ["2028-03-31"]),
        ("It will probably last from June 2027 until March 2028.", ["2028-03-31"]),
        ("Il est probable qu'il parte entre 2027 et 2029.", ["2029-12-31"]),
        ("A deal will probably come after June 2027.", []),
        ("Il est probable que la loi sera adoptée à partir de 2027.", []),
        ("Es probable que se firme un acuerdo después de junio de 2027.", []),
        # No last day that everybody reads alike.
        ("Talks are likely before the US midterm elections in 2027.", []),
        ("Talks are likely before the Peruvian elections in 2026.", []),
        ("A truce may hold through mid-2027.", []),
        ("A deal is likely by mid-June 2027.", []),
        ("A coup is likely before the June 2027 election.", []),
        ("Es probable que se firme un acuerdo a mediados de junio de 2027.", []),
        ("Freight will follow within weeks.", []),
        ("It is likely to have been signed by 3 February 2025.", []),  # over when it came out
        ("It will probably last for the next 999 years.", []),
    ],
)  # fmt: skip
def test_the_last_days_that_a_sentence_names(sentence: str, days: list[str]) -> None:
    (claim, *_) = scan(sentence)
    assert [str(offer.day) for offer in last_days(claim, PUBLISHED)] == days


def test_no_more_than_four_days_are_offered_each_once() -> None:
    years = ", ".join(f"in {year}" for year in range(2026, 2033))
    (claim, *_) = scan(f"It is likely to happen {years} or in 2026.")
    offers = last_days(claim, PUBLISHED)
    assert len(offers) == len({offer.day for offer in offers}) == 4
