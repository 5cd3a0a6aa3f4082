"""Verbal probability scales: a word to the range it stands for and the point it is read as."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from forecasts.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    Rows = tuple[tuple[tuple[str, ...], float, float], ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a scale: its range of probabilities; `point` is the middle of the range."""

    low: float
    high: float

    @property
    def point(self) -> float:
        """The probability the word is read as.

        >>> Term(0.55, 0.80).point
        0.675
        """
        return round((self.low + self.high) / 2, 9)

    @property
    def negated(self) -> Term:
        """What the word stands for behind a "not": the rest of the probability.

        >>> Term(0.55, 0.80).negated
        Term(low=0.2, high=0.45)
        """
        return Term(round(1 - self.high, 9), round(1 - self.low, 9))


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """A scale: each of its words in small letters, in every language that it has them in."""

    name: str
    source: str
    terms: Mapping[str, Term]

    def look_up(self, text: str) -> Term | None:
        """Return the term that the words stand for, None for words it does not hold.

        >>> SCALES[ICD_203].look_up("Very  Likely")
        Term(low=0.8, high=0.95)
        >>> SCALES[ICD_203].look_up("perhaps") is None
        True
        """
        return self.terms.get(" ".join(text.lower().split()))


# Intelligence Community Directive 203, Analytic Standards (2 January 2015), section 6.e.(2)(a).
# The directive is in English alone; the French and Spanish words are ours.
ICD_203 = "ICD 203"
_ICD_203_ROWS: Rows = (
    (("almost no chance", "remote",
      "presque aucune chance", "chance infime", "chances infimes", "infime chance",
      "probabilité infime", "casi ninguna posibilidad", "casi ninguna probabilidad",
      "posibilidad remota", "posibilidades remotas", "remota posibilidad", "probabilidad remota",
      "probabilidades remotas", "remota probabilidad"), 0.01, 0.05),
    (("very unlikely", "highly improbable", "highly unlikely",
      "très improbable", "très peu probable", "hautement improbable", "fort peu probable",
      "fort improbable",
      "muy improbable", "muy poco probable", "altamente improbable"), 0.05, 0.20),
    (("unlikely", "improbable", "improbably",
      "peu probable", "peu vraisemblable", "poco probable"), 0.20, 0.45),
    (("roughly even chance", "roughly even odds", "roughly an even chance",
      "à peu près une chance sur deux", "aproximadamente la mitad de las veces"), 0.45, 0.55),
    (("likely", "probable", "probably",
      "probablement", "vraisemblable", "vraisemblablement", "probablemente"), 0.55, 0.80),
    (("very likely", "highly probable", "highly likely", "very probably",
      "très probable", "très probablement", "très vraisemblable", "très vraisemblablement",
      "hautement probable", "fort probable", "fort probablement",
      "muy probable", "muy probablemente", "altamente probable"), 0.80, 0.95),
    (("almost certain", "almost certainly", "nearly certain",
      "presque certain", "presque certainement", "quasi certain", "quasi certainement",
      "quasiment certain",
      "casi seguro", "casi con certeza", "casi con seguridad"), 0.95, 0.99),
)  # fmt: skip

# Professional Head of Intelligence Assessment (United Kingdom), probability yardstick, 2019: with
# gaps between its terms, and no words in other languages.
PHIA = "PHIA"
_PHIA_ROWS: Rows = (
    (("remote chance",), 0.0, 0.05),
    (("highly unlikely",), 0.10, 0.20),
    (("unlikely",), 0.25, 0.35),
    (("realistic possibility",), 0.40, 0.50),
    (("likely", "probable", "probably"), 0.55, 0.75),
    (("highly likely",), 0.80, 0.90),
    (("almost certain", "almost certainly"), 0.95, 1.0),
)

# Sherman Kent, "Words of Estimative Probability", Studies in Intelligence 8 (1964): each a number,
# give or take. His certainty and impossibility are no estimates, and stand in no table of these.
KENT = "Kent"
_KENT_ROWS: Rows = (
    (("almost certainly not",), 0.02, 0.12),
    (("probably not", "improbable", "unlikely"), 0.20, 0.40),
    (("chances about even", "about even"), 0.40, 0.60),
    (("probable", "probably", "likely"), 0.63, 0.87),
    (("almost certain", "almost certainly"), 0.87, 0.99),
)

# Mastrandrea et al., Guidance Note for Lead Authors of the IPCC Fifth Assessment Report on
# Consistent Treatment of Uncertainties (2010), table 1, with the three terms that the report added;
# French and Spanish as in the panel's own translations. Its ranges lie within each other.
IPCC = "IPCC"
_IPCC_ROWS: Rows = (
    (("exceptionally unlikely", "exceptionnellement improbable",
      "excepcionalmente improbable"), 0.0, 0.01),
    (("extremely unlikely", "extrêmement improbable", "sumamente improbable"), 0.0, 0.05),
    (("very unlikely", "très improbable", "muy improbable"), 0.0, 0.10),
    (("unlikely", "improbable"), 0.0, 0.33),
    (("about as likely as not", "à peu près aussi probable qu'improbable",
      "tan probable como improbable"), 0.33, 0.66),
    (("more likely than not", "plus probable qu'improbable",
      "más probable que improbable"), 0.50, 1.0),
    (("likely", "probable"), 0.66, 1.0),
    (("very likely", "très probable", "muy probable"), 0.90, 1.0),
    (("extremely likely", "extrêmement probable", "sumamente probable"), 0.95, 1.0),
    (("virtually certain", "quasiment certain", "prácticamente seguro"), 0.99, 1.0),
)  # fmt: skip


def _scale(name: str, source: str, rows: Rows) -> Scale:
    terms = {word: Term(low, high) for words, low, high in rows for word in words}
    return Scale(name, source, MappingProxyType(terms))


SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        scale.name: scale
        for scale in (
            _scale(ICD_203, "Intelligence Community Directive 203 (2015)", _ICD_203_ROWS),
            _scale(PHIA, "PHIA probability yardstick (2019)", _PHIA_ROWS),
            _scale(KENT, "Kent, Words of Estimative Probability (1964)", _KENT_ROWS),
            _scale(IPCC, "Mastrandrea et al., IPCC guidance note (2010)", _IPCC_ROWS),
        )
    }
)


def named(text: str) -> Scale:
    """Return the scale of that name, however it is written; raise InputError for none of ours.

    >>> named("icd203").name, named("phia").name
    ('ICD 203', 'PHIA')
    """
    if (found := _ours(text)) is None:
        raise InputError(
            f"{text[:40]!r} is no scale of words.",
            f"There are {', '.join(SCALES)}; one of your own is a file: --scale house.toml",
        )
    return found


def _ours(name: str) -> Scale | None:
    """Return the scale of that name, whatever its case, blanks and hyphens."""

    def bare(text: str) -> str:
        return "".join(text.lower().split()).replace("-", "").replace("_", "")

    return next((scale for scale in SCALES.values() if bare(scale.name) == bare(name)), None)


def house(path: Path) -> Scale:
    """Return the scale in a TOML file: a name, a source, and [[terms]] of words, low and high.

    Raises InputError that names what is wrong in it.
    """
    import tomllib

    try:
        with path.open("rb") as file:
            found = tomllib.load(file)
    except RecursionError:
        raise InputError(f"{path} is nested too deeply for a scale.", EXAMPLE) from None
    except (OSError, ValueError) as error:  # one of no TOML, of no UTF-8, of too many digits
        raise InputError(f"{path} cannot be read as a scale: {error}.", EXAMPLE) from error
    _refuse_unknown(str(path), found, ("name", "source", "terms"))
    name, listed = found.get("name"), found.get("terms")
    name = name.strip() if isinstance(name, str) else ""
    if not name or not name.isprintable() or _ours(name):
        raise InputError(f"{path} gives the scale no name of its own.", EXAMPLE)
    if not isinstance(listed, list) or not listed:
        raise InputError(f"{path} has no [[terms]].", EXAMPLE)
    terms: dict[str, Term] = {}
    for place, each in enumerate(listed, 1):
        words, term = _house_term(f"{path}, term {place}", each)
        for word in words:
            if word in terms:
                raise InputError(f"{path}, term {place}: {word} stands there twice.", EXAMPLE)
            terms[word] = term
    return Scale(name, str(found.get("source", path.name)), MappingProxyType(terms))


def _refuse_unknown(where: str, table: dict[str, object], known: tuple[str, ...]) -> None:
    """Raise InputError for a key that is read by nothing, such as a point beside a range."""
    for key in table:
        if key not in known:
            point = "; a word is read at the middle of its range" if key == "point" else ""
            raise InputError(f"{where}: there is no key {key!r}{point}.", EXAMPLE)


EXAMPLE = 'Such as: name = "House", then [[terms]] with words = ["likely"], low = 0.6, high = 0.8'


def _house_term(where: str, each: object) -> tuple[tuple[str, ...], Term]:
    words = each.get("words") if isinstance(each, dict) else None
    if not isinstance(each, dict) or not isinstance(words, list) or not words:
        raise InputError(f"{where} has no words.", EXAMPLE)
    if not all(isinstance(word, str) and word.strip() and word.isprintable() for word in words):
        raise InputError(f"{where}: a word is a text on one line.", EXAMPLE)
    _refuse_unknown(where, each, ("words", "low", "high"))
    low, high = each.get("low"), each.get("high")
    if (
        isinstance(low, bool)  # true and false are ints to isinstance
        or isinstance(high, bool)
        or not isinstance(low, int | float)
        or not isinstance(high, int | float)
        or not 0 <= low <= high <= 1
    ):
        raise InputError(f"{where}: low and high are probabilities, low first.", EXAMPLE)
    return tuple(" ".join(word.lower().split()) for word in words), Term(float(low), float(high))
