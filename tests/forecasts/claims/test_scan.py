"""What a text says about the future is found, and what it says of the past is left out.

The texts beside this file were written for these tests; a "+" marks each sentence in them that a
careful reader takes for a judgement about the future. The briefs that the tool grew out of are read
too where they are at hand.
"""

from __future__ import annotations

import textwrap
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forecasts import words
from forecasts.claims import Claim, Kind, scan

TEXTS = Path(__file__).parent / "texts"
SEEDS = Path(__file__).parents[4] / "shared" / "seeds"
RECALL, PRECISION = 0.9, 0.8
LANGUAGES = ("en", "fr", "es")


def marked(language: str, folder: Path = TEXTS) -> list[tuple[str, bool]]:
    """Return the sentences of a language's texts, and whether each is a judgement."""
    lines = [
        line
        for file in sorted(folder.glob(f"{language}-*.txt"))
        for line in file.read_text().splitlines()
        if line and not line.startswith("#")
    ]
    return [(line[2:], line[0] == "+") for line in lines]


def page(sentences: list[str], width: int) -> str:
    """Return the sentences as a scan has them: broken lines, and pages that end within one."""
    lines = textwrap.fill(" ".join(sentences), width).splitlines()
    broken = [
        f"{line}\n\n" if n % 7 == 0 and line[-1] not in ".!?" else line
        for n, line in enumerate(lines, 1)
    ]
    return "\n".join(broken)


def judged(text: str) -> set[str]:
    return {claim.sentence for claim in scan(text) if claim.kind is not Kind.INDICATOR}


# By hands that had not read the rules, and for those who wrote them to measure by, not to read. Of
# the last three in each language, at their first reading, 1.00 of the judgements were found in
# English, .91 in French and .97 in Spanish, and .77, .87 and .87 of what was found was one: what a
# government has announced, and a text's own timetable, pass for forecasts in English.
UNSEEN = TEXTS / "unseen"


@pytest.mark.parametrize(("folder", "width"), [(TEXTS, 62), (TEXTS, 10_000), (UNSEEN, 75)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_most_of_what_a_reader_marks_is_found_and_little_else(
    language: str, folder: Path, width: int
) -> None:
    sentences = marked(language, folder)
    wanted = {sentence for sentence, judgement in sentences if judgement}
    found = judged(page([sentence for sentence, _ in sentences], width))
    assert len(found & wanted) / len(wanted) >= RECALL, wanted - found
    assert len(found & wanted) / len(found) >= PRECISION, found - wanted


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_sentence_is_read_in_its_language(language: str) -> None:
    text = " ".join(sentence for sentence, _ in marked(language))
    assert {claim.language for claim in scan(text)} == {language}


# The judgements of the two briefs by a few words of each; those said in three languages too.
BRIEFS = {
    "000_617db5e7adc66fe8.txt": (
        "needs will be satisfied as long as", "will not know whether", "less likely that the North",
        "probably eventually like", "will eventually seek", "reaching out to China again",
        "involve resuming ties", "may seek to resume", "can only improve", "it is a non-starter",
        "would need to sit down",
    ),
    "003_e41a015fe73d62cd.txt": (
        "and is the most likely source", "could see North Korea", "Such an agreement would",
        "la source la plus probable", "pourrait voir", "reconnaitrait de facto",
        "la fuente mas probable", "podria permitir", "reconoceria efectivamente",
        "and the most likely source", "potentially leading to a deal", "This would effectively",
        "are likely to coincide", "is unlikely to bear",
    ),
}  # fmt: skip


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the briefs are not at hand")
@pytest.mark.parametrize("name", BRIEFS)
def test_the_briefs_are_read_whole(name: str) -> None:
    found = judged((SEEDS / name).read_text())
    missed = [part for part in BRIEFS[name] if not any(part in one for one in found)]
    extra = [one for one in found if not any(part in one for part in BRIEFS[name])]
    assert missed == []
    assert extra == []


def only(text: str, scale: str = words.ICD_203) -> Claim:
    (claim,) = scan(text, words.SCALES[scale])
    return claim


@pytest.mark.parametrize(
    ("text", "hedge", "low", "high"),
    [
        ("They are very likely to sign.", "very likely", 0.80, 0.95),
        ("They are not likely to sign.", "not likely", 0.20, 0.45),
        ("They aren't likely to sign.", "n't likely", 0.20, 0.45),
        ("They will almost certainly sign.", "almost certainly", 0.95, 0.99),
        ("Il est peu probable qu'ils signent.", "peu probable", 0.20, 0.45),
        ("Il n'est pas probable qu'ils signent.", "n'est pas probable", 0.20, 0.45),
        ("Des élections sont tres probables en mai.", "tres probables", 0.80, 0.95),
        ("No es probable que firmen.", "No es probable", 0.20, 0.45),
        ("Es muy poco probable que firmen.", "muy poco probable", 0.05, 0.20),
        ("Casi con certeza van a firmar.", "Casi con certeza", 0.95, 0.99),
    ],
)
def test_a_word_of_the_scale_gives_its_range(
    text: str, hedge: str, low: float, high: float
) -> None:
    claim = only(text)
    assert claim.term is not None
    assert (claim.hedge, claim.term.low, claim.term.high) == (hedge, low, high)
    assert (claim.kind, claim.positive) == (Kind.SCALED, claim.term.point >= 0.5)


@pytest.mark.parametrize(
    ("text", "kind", "positive"),
    [
        ("They could sign.", Kind.NO_NUMBER, True),
        ("A deal is less likely than before.", Kind.COMPARATIVE, False),
        ("A deal is more likely than war.", Kind.COMPARATIVE, True),
        ("China is the most likely source of aid.", Kind.SUPERLATIVE, True),
        ("They will sign.", Kind.ASSERTED, True),
        ("They will not sign.", Kind.ASSERTED, False),
        ("Ils signeront.", Kind.ASSERTED, True),
        ("Ils ne signeront pas.", Kind.ASSERTED, False),
        ("Ils pourraient signer.", Kind.NO_NUMBER, True),
        ("La Chine est la source la plus probable.", Kind.SUPERLATIVE, True),
        ("Una guerra es menos probable que antes.", Kind.COMPARATIVE, False),
        ("No firmarán el acuerdo.", Kind.ASSERTED, False),
        ("Podrían firmar el acuerdo.", Kind.NO_NUMBER, True),
    ],
)
def test_words_that_give_no_number_are_kept_as_said(text: str, kind: Kind, positive: bool) -> None:  # noqa: FBT001
    claim = only(text)
    assert (claim.kind, claim.positive, claim.term) == (kind, positive, None)


@pytest.mark.parametrize(
    "text",
    [
        "They may have signed.", "They were likely to sign.", "It was probably signed in May.",
        "The meeting was in May 2026.", "The political will is there.", "Will they sign?",
        "He said that he would sign.", "They hoped it might end.", "LIKELY TO SIGN",
        "Il a dit qu'il signerait.", "Ils étaient probablement absents.", "Il aurait signé.",
        "Dijo que firmaría.", "La secretaría calló.", "Habría firmado.", "",
    ],
)  # fmt: skip
def test_the_past_questions_names_and_headings_are_left_out(text: str) -> None:
    assert judged(text) == set()


def test_dates_conditions_and_lines_come_with_a_claim() -> None:
    claim = only(
        "A first line.\n\nUnless Kyiv agrees, talks will not\n"
        "open before the midterm elections in 2026."
    )
    assert claim.dates == ("before the midterm elections in 2026",)
    assert claim.conditions == ("Unless Kyiv agrees",)
    assert (claim.line, claim.n, claim.hedge) == (3, 1, "will not")


def test_a_claim_made_in_three_languages_is_seen_to_be_one() -> None:
    first, *others = scan(
        "A deal could limit nuclear expansion in exchange for partial sanctions relief.\n\n"
        "Un accord pourrait limiter l'expansion nucléaire en échange d'un allègement partiel des"
        " sanctions.\n\n"
        "Un acuerdo podría limitar la expansión nuclear a cambio de un alivio parcial de las"
        " sanciones.\n\n"
        "The army will probably buy new trucks this year."
    )
    assert first.same_as is None
    assert [other.same_as for other in others] == [1, 1, None]


def test_two_hedges_of_a_sentence_are_two_claims_and_will_probably_is_one() -> None:
    found = scan("Kim will probably reach out to China, and potentially to South Korea.")
    assert [claim.hedge for claim in found] == ["probably", "potentially"]


def test_words_broken_at_the_end_of_a_line_keep_their_meaning() -> None:
    claim = only("The parties are un-\n\nlikely to sign at Oust-\nLouga in the medium-\nterm.")
    assert claim.sentence == "The parties are unlikely to sign at Oust-Louga in the medium-term."
    assert (claim.hedge, claim.positive) == ("unlikely", False)


def test_a_quotation_in_french_marks_ends_a_sentence() -> None:
    first, second = scan("Ils signeront. « Ils partiront », dit-il.\u00a0Rien de plus.")
    assert first.sentence == "Ils signeront."
    assert second.sentence == "« Ils partiront », dit-il."


@pytest.mark.parametrize(
    "text",
    [
        "They will have left by June.", "The vote could have consequences.", "They'll sign.",
        "Le vote pourrait avoir lieu en mai.", "La crise va s'aggraver.", "Le texte serait rejeté.",
        "Podría haber una guerra.", "Las salidas irán a más.", "La crisis no se va a resolver.",
    ],
)  # fmt: skip
def test_what_looks_like_the_past_and_is_the_future_is_found(text: str) -> None:
    only(text)


@pytest.mark.parametrize(
    "text",
    [
        "If they had paid, they would now be safe.", "It was always likely to end.",
        "He may be right.", "Si Paris avait payé, la paix serait faite.",
        "Si hubieran pagado, hoy tendrían paz.", "Iran signed.", "Irán firmó.",
        "La flotte compterait déjà six cents navires.", "Vivirían ya en Bogotá.",
    ],
)  # fmt: skip
def test_what_did_not_happen_and_hearsay_are_left_out(text: str) -> None:
    assert judged(text) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Le mandat du président expire en mars 2027.", "Le 1er janvier, le pays rejoint l'euro.",
        "La visite du roi doit avoir lieu en mai.", "La crise peut dégénérer à tout moment.",
        "Si Paris cède, les autres suivent sans tarder.", "Le risque de pénurie est élevé.",
        "Nul ne croit à une paix avant l'hiver.", "Tout porte à croire que la trêve a vécu.",
        "Les économistes tablent sur une pause.", "L'avance aura disparu d'ici l'été.",
        "El mandato del presidente expira en marzo de 2027.", "Las obras empiezan en primavera.",
        "La crisis del gas puede agravarse.", "No hay visos de que la paz llegue.",
        "Si Europa cede, los demás hacen lo mismo.", "El riesgo de escasez es elevado.",
        "La relación ha de resistir la presión.", "Es cuestión de tiempo que se abra.",
        "Es poco creíble que el puerto vuelva a abrirse.", "La mejora se antoja limitada.",
        "Lo más fácil es que todo siga igual.", "Otro corte del gas es de baja probabilidad.",
        "Quizá cierren la frontera con el sur.", "La inflación debería moderarse con el tiempo.",
    ],
)  # fmt: skip
def test_the_present_may_speak_of_the_future_in_french_and_spanish(text: str) -> None:
    assert judged(text) == {text}


@pytest.mark.parametrize(
    "text",
    [
        "La guerre s'achève en juillet 1953 par un armistice.", "On se reportera à l'annexe.",
        "Cette note examinera la situation.", "Les pluies arrivent en juin chaque année.",
        "L'Europe devrait cesser de se plaindre sans attendre.", "Il faudrait une loi.",
        "Selon le journal, le contrat aurait été signé.", "Nul ne sait si la trêve tiendra.",
        "Il serait souhaitable que l'Union parle.", "Le plan de 2019 visait une baisse.",
        "La guerra termina en julio de 1953 con un armisticio.", "El lector encontrará un mapa.",
        "Cada año las lluvias llegan en junio.", "Europa debería dejar de quejarse.",
        "La opinión es mayoritariamente contraria a la ley.", "Nadie sabe si la tregua aguantará.",
        "Según el diario, el contrato se habría firmado.", "Sería deseable un pacto de Estado.",
    ],
)  # fmt: skip
def test_history_advice_hearsay_and_habits_are_left_out_in_french_and_spanish(text: str) -> None:
    assert judged(text) == set()


def test_the_same_words_again_are_one_claim() -> None:
    line = "The army could sign in May and will probably leave in June.\n\n"
    assert [claim.same_as for claim in scan(line * 3)] == [None, None, 1, 2, 1, 2]


@pytest.mark.parametrize(
    "text",
    [
        "will " * 8_000, "if had " * 10_000, "(will " * 10_000, "a" * 100_000, ". A" * 20_000,
        "un-\n" * 20_000, "it will" + " " * 100_000 + "x", "le roi pourrait et " * 2_000,
        "\u00ab \u00bb " * 20_000,
    ],
)  # fmt: skip
def test_a_text_without_end_is_read_in_time(text: str) -> None:
    began = time.process_time()
    found = scan(text)
    assert time.process_time() - began < 5  # half a second at most where this was written
    assert all(len(claim.sentence) <= 1_000 for claim in found)


def test_what_changes_is_something_to_watch() -> None:
    claim = only("Exchanges have slowed down in recent months.")
    assert (claim.kind, claim.hedge) == (Kind.INDICATOR, "have slowed")


def test_a_scale_reads_the_words_that_it_has() -> None:
    text = "There is a realistic possibility that they sign, and virtually certain rain."
    assert [claim.term for claim in scan(text, words.SCALES[words.PHIA])] == [words.Term(0.4, 0.5)]
    assert words.Term(0.99, 1.0) in [c.term for c in scan(text, words.SCALES[words.IPCC])]


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    for n, claim in enumerate(scan(text), 1):
        assert claim.n == n
        assert claim.hedge
        assert claim.same_as is None or claim.same_as < n


@pytest.mark.parametrize(
    ("scale", "text", "hedge", "positive"),
    [
        (words.PHIA, "The truce is very unlikely to hold.", "very unlikely", False),
        (words.PHIA, "It is not very likely to hold.", "not very likely", False),
        (words.PHIA, "Il est peu probable que la trêve tienne.", "peu probable", False),
        (words.PHIA, "No hay duda: la tregua es muy poco probable.", "muy poco probable", False),
        (words.IPCC, "It will probably hold.", "probably", True),
        (words.ICD_203, "It is not very likely to hold.", "not very likely", False),
        (words.ICD_203, "It is extremely unlikely to hold.", "extremely unlikely", False),
    ],
)
def test_a_word_that_a_scale_lacks_is_kept_without_a_number(
    scale: str, text: str, hedge: str, *, positive: bool
) -> None:
    claims = [c for c in scan(text, words.SCALES[scale]) if c.hedge == hedge]
    assert [(c.kind, c.term, c.positive) for c in claims] == [(Kind.NO_NUMBER, None, positive)]


SYLLABLES = st.sampled_from(
    ["likely ", "not ", "will ", "before ", "2026", ". ", "\n", "\n\n", "probable ", "May ",
     "no es ",
     "d'ici ", "1\u2019", "U.S. ", "A", "-", "(", "most ", "le plus "]
)  # fmt: skip


@given(st.lists(SYLLABLES, max_size=60).map("".join))
def test_any_mixture_of_its_words_is_read(text: str) -> None:
    for claim in scan(text):
        assert claim.hedge in claim.sentence
