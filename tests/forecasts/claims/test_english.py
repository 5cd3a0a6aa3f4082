"""English tells the future in bare words, figures of speech and plans; and the past in the same."""

from __future__ import annotations

import pytest

from forecasts.claims import Kind, scan


def hedges(text: str) -> list[tuple[str, bool]]:
    return [(one.hedge, one.positive) for one in scan(text) if one.kind is not Kind.INDICATOR]


@pytest.mark.parametrize(
    ("text", "hedge", "positive"),
    [
        ("Margins have peaked.", "have peaked", True),
        ("The dollar has had its day.", "has had its day", False),
        ("The talks are doomed.", "are doomed", False),
        ("Expect Pyongyang to test again.", "Expect", True),
        ("I would bet against a deal.", "bet against", False),
        ("It is a matter of time before he goes.", "a matter of time", True),
        ("Don't count on a deal.", "Don't count on", False),
        ("The party is on course to lose.", "on course to", True),
        ("A cut is all but certain.", "is all but certain", True),
        ("The bill looks set to pass.", "set to", True),
        ("There is every chance of a recession.", "every chance", True),
        ("The rebels have a slim chance.", "slim chance", False),
        ("It is hard to see Berlin agreeing.", "hard to see", False),
        ("Peace is not at hand.", "is not at hand", False),
        ("Help is not on the way.", "is not on the way", False),
        ("The junta has no choice but to talk.", "no choice but to", True),
        ("It is the chancellor's race to lose.", "race to lose", True),
        ("Coal is on its last legs.", "on its last legs", False),
        ("Forget a soft landing.", "Forget a", True),
        ("Output ought to double again.", "ought to double", True),
        ("We are bullish on gold.", "We are bullish on", True),
        ("There is worse to come.", "There is worse to come", True),
        ("The bank is done cutting.", "is done cutting", True),
        ("Commissioning has been pushed back to late 2027.",
         "has been pushed back to late 2027", True),
        ("Inflation creeps back above 3 per cent.", "creeps back", True),
        ("Completions come in 4% below guidance.", "come in 4", True),
        ("Kicillof looks the man to beat.", "man to beat", True),
        ("With the levy confirmed, the market faces another lost spring.", "faces another", True),
        ("Whether it holds is doubtful.", "doubtful", False),
        ("They may or may not qualify.", "may or may not", True),
        ("Ratification is by no means assured.", "by no means assured", False),
        ("Turkey has little incentive to release more.", "has little incentive to", False),
        ("You can forget the firewall after that.", "can forget the", False),
        ("The best Kyiv can hope for is a frozen line.", "The best Kyiv can hope for", True),
        ("A return is unlikely: few want it.", "unlikely", False),
        ("A cut remains probable - the chairman said so.", "probable", True),
        ("Freight rates have probably peaked.", "have probably peaked", True),
        ("Earlier handovers suggest a pause in reform.", "Earlier handovers suggest a pause", True),
        ("Assuming the rains come, the lake should be refilled.", "should be refilled", True),
        ("A reunion is about as likely as snow in Dakar.", "about as likely as", True),
        ("She has the money; I doubt that she has the time.", "I doubt", False),
        ("The strike wi11 end in a compromise.", "will", True),
        ("Elections are scheduled for May but will probably slip.", "probably", True),
        ("The monsoon promises another poor harvest.", "promises another", True),
    ],
)  # fmt: skip
def test_a_forecast_in_bare_words_is_found(text: str, hedge: str, positive: bool) -> None:  # noqa: FBT001
    assert (hedge, positive) in hedges(text)


@pytest.mark.parametrize(
    "text",
    [
        "The assembly vote is scheduled for 3 March 2027.",
        "This note will be updated on 1 December.",
        "The next edition will be published in January.",
        "Staff will monitor three indicators in particular:",
        "We shall keep the rating under review.",
        "the yield on the 2033 Eurobond;",
        "Ghana remains at high risk of debt distress.",
        "Berlin now promises a new brigade.",
        "A diplomat told us over lunch that Hanoi would sign within a month.",
        "Local outlets report that a second convoy is on its way.",
        "The party, which for decades would not touch the subject, has relented.",
        "Women are about as likely as men to emigrate.",
        "If prices rise, the levy should be cut.",
        "Earlier surveys suggest a link between rain and unrest.",
        "The army keeps its reserves in the south, as it always has.",
        "The plan was unlikely (few believed in it).",
        "Rumours that he will resign sent shares down.", "Reports that he will resign are false.",
        "Reports that the two had met could not be confirmed.",
        "In 1914 few thought that it would last.", "In 1991 it would have been a scandal.",
        '"We will bury you," Khrushchev said in 1956.', "He will not say why he left.",
        "The treaty would be the first of its kind had it been signed.",
        "Readers may remember the crisis.", "It is likely that he lied.", "Forecasts are hard.",
        "The risk premium on the bonds is low.", "The bank manages risk well.",
        "You could see the smoke from Haifa.", "It might be argued that the law is flawed.",
        "The river forms the border.", "We will not repeat the arguments here.",
        "As we shall see, the argument is weak.", "The dollar had its day.",
        "Gossip has it that he will resign.", "The ministry denies that it will close the mine.",
        "Imagery almost certainly shows graves.", "Prices are as of the close on 14 November.",
        "Perhaps lambs would have been easier.", "He called it a term I cannot print.",
        "They would meet again in 1921.", "I may be too gloomy.", "In 1918 the war ends.",
        "It would be years before peace came.", "Were it not for the rain, we would be outside.",
    ],
)  # fmt: skip
def test_hearsay_history_and_present_states_are_left_out(text: str) -> None:
    assert hedges(text) == []
