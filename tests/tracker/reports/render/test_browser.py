"""The page in a real browser: no error, no request, no sideways scrolling, legible in the dark."""

from __future__ import annotations

import json
import os
import re
from base64 import b64decode
from collections.abc import Iterator
from itertools import chain, pairwise
from pathlib import Path
from shutil import which
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tracker.periods import Period
from tracker.reports.material import Scope
from tracker.reports.periodic import on_period
from tracker.reports.render.html import as_html

selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
DRIVER = which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER),
    reason="NOT TESTED IN A BROWSER: there is no chromium with a chromedriver on this machine",
)
PHONE, DESK = 390, 1200
PATIENCE_S = 60  # on a machine with much else to do
AA, AA_LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
INK = """
return [...document.querySelectorAll('h1,h2,h3,p,dt,dd span,th,td,caption,code,a')]
  .filter(e => e.offsetParent && e.textContent.trim()).map(e => {
    let under = e, ground = 'rgba(0, 0, 0, 0)';
    while (under && ground === 'rgba(0, 0, 0, 0)') {
      ground = getComputedStyle(under).backgroundColor; under = under.parentElement; }
    return [e.tagName, getComputedStyle(e).color, ground]; })
"""
# Each picture with its side, its size, and the name that is read out for it.
FIGURES = """
const named = s => s.ariaLabel ||
  ['title', 'desc'].map(part => s.querySelector(part).textContent).join('. ');
return [...document.querySelectorAll('figure')].map(f => [...f.querySelectorAll('svg')].map(s => ({
  side: s.parentElement.className, name: named(s), drawn: s.classList.contains('drawn'),
  width: s.getBoundingClientRect().width, height: s.getBoundingClientRect().height})))
"""
# The words of each picture in sight, and where its marks stand, from the first of them.
MARKS = """
return [...document.querySelectorAll('figure')].map(f => {
  const svg = [...f.querySelectorAll('svg')].find(s => s.getClientRects().length);
  const marks = [...svg.querySelectorAll(
    '.mark-line path, .mark-symbol path, .mark-rule line, .mark-area path, .mark-rect path')];
  const places = marks.filter(m => m.getAttribute('opacity') !== '0').map(m => {
    const box = m.getBoundingClientRect(), from = svg.getBoundingClientRect();
    return [box.left - from.left, box.top - from.top, box.width, box.height]; });
  const words = [...svg.querySelectorAll('text')].map(t => t.textContent).filter(t => t.trim());
  return {places, words: words.sort()}; })
"""
CHARTED = """
const ground = getComputedStyle(document.body).backgroundColor;
return [...document.querySelectorAll('svg')].filter(s => s.getClientRects().length).flatMap(s =>
  [...s.querySelectorAll('text')].filter(t => t.textContent.trim())
    .map(t => [t.textContent, getComputedStyle(t).fill, ground]))
"""
# Of each picture in sight its scale, and how far its words stand in from the edge of the page.
ON_PAPER = """
const edge = document.querySelector('main').getBoundingClientRect().left;
return [...document.querySelectorAll('svg')].filter(s => s.getClientRects().length).map(s => [
  s.getBoundingClientRect().height / s.viewBox.baseVal.height,
  Math.min(...[...s.querySelectorAll('text')].map(t => t.getBoundingClientRect().left)) - edge])
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = str(CHROMIUM)
    for flag in (
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        f"--user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):  # fmt: skip
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = Service(str(DRIVER), env={**os.environ, "NO_PROXY": "localhost,127.0.0.1"})
    driver = selenium.Chrome(options=options, service=service)
    yield driver
    driver.quit()


def shown(
    browser: Any, page: Path, width: int = DESK, *, dark: bool = False, height: int = 900
) -> Any:
    """Open the page and return the browser; logs start anew."""
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width == PHONE}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    browser.get("about:blank")
    browser.get_log("performance")
    browser.get_log("browser")
    browser.get(page.as_uri())
    return browser


def still(browser: Any, page: Path, width: int = DESK) -> Any:
    """Open the page where no script runs, and return the browser."""
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        return shown(browser, page, width)
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def moving(browser: Any, page: Path, width: int = DESK, *, dark: bool = False) -> Any:
    """Open the page and return the browser once every chart in sight was drawn by script."""
    from selenium.webdriver.support.ui import WebDriverWait

    shown(browser, page, width, dark=dark, height=15_000)
    WebDriverWait(browser, PATIENCE_S, 0.05).until(
        lambda page: page.execute_script(
            "return document.querySelectorAll('svg.drawn').length =="
            " document.querySelectorAll('figure').length"
        )
    )
    return browser


@pytest.fixture(scope="module")
def pages() -> dict[str, Path]:
    """Return the pages that were written for one test, and serve them all."""
    return {}


@pytest.fixture
def report(request: pytest.FixtureRequest, pages: dict[str, Path]) -> Path:
    if "report" not in pages:
        pages["report"] = request.getfixturevalue("files") / "report.html"
    return pages["report"]


@pytest.fixture
def charts(request: pytest.FixtureRequest, pages: dict[str, Path]) -> Path:
    if "charts" not in pages:
        pages["charts"] = request.getfixturevalue("gallery")
    return pages["charts"]


def contrast(ink: str, ground: str) -> float:
    """Return the contrast of two rgb() colours as WCAG 2.2 defines it."""
    one, other = sorted((luminance(ink), luminance(ground)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def luminance(color: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", color)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_measured_as_defined() -> None:
    """Black on white is 21:1, and #767676 on white just above 4.5:1 (WCAG 2.2)."""
    assert contrast("rgb(0, 0, 0)", "rgb(255, 255, 255)") == pytest.approx(21)
    assert contrast("rgb(118, 118, 118)", "rgb(255, 255, 255)") == pytest.approx(4.54, abs=0.01)


def test_it_opens_without_an_error_and_asks_nobody_for_anything(browser: Any, report: Path) -> None:
    page = shown(browser, report)
    assert page.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    asked = [e for e in events if e["method"] == "Network.requestWillBeSent"]
    addresses = {e["params"]["request"]["url"] for e in asked}
    assert addresses == {report.as_uri()}
    assert "Scoring report" in page.title


@pytest.mark.parametrize("width", [PHONE, 600, DESK])
def test_nothing_scrolls_sideways(browser: Any, report: Path, width: int) -> None:
    page = shown(browser, report, width)
    assert page.execute_script("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "css"), [(PHONE, "narrow"), (DESK, "wide")])
def test_every_chart_is_to_be_seen_once_and_has_a_name(
    browser: Any, report: Path, width: int, css: str
) -> None:
    page = shown(browser, report, width)
    for figure in page.execute_script(FIGURES):
        (seen,) = (box for box in figure if box["width"] > 0)
        assert seen["side"] == css
        assert 300 <= seen["width"] <= width
        assert re.search(r"\w+.*\. .*\w+", seen["name"], re.DOTALL), "a title and a finding"


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_from_its_ground(browser: Any, report: Path, *, dark: bool) -> None:
    page = shown(browser, report, dark=dark)
    ground = page.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert (luminance(ground) < 0.1) is dark
    texts = page.execute_script(INK)
    assert len(texts) > 30
    assert [text for text in texts if contrast(text[1], text[2]) < AA] == []
    charted = page.execute_script(CHARTED)
    assert charted
    assert [text for text in charted if contrast(text[1], text[2]) < AA] == []


@pytest.mark.parametrize("dark", [False, True])
def test_lines_stand_out_from_the_page(browser: Any, report: Path, *, dark: bool) -> None:
    page = shown(browser, report, dark=dark)
    ground = page.execute_script("return getComputedStyle(document.body).backgroundColor")
    strokes = page.execute_script(
        "return [...document.querySelectorAll('.wide .mark-line path')]"
        ".map(p => getComputedStyle(p).stroke)"
    )
    assert strokes
    assert all(contrast(stroke, ground) >= AA_LARGE for stroke in strokes)


def test_headings_come_in_order_and_the_language_is_named(browser: Any, report: Path) -> None:
    page = shown(browser, report)
    tags = page.execute_script(
        "return [...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))"
    )
    assert tags[0] == 1
    assert tags.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(tags))
    assert page.execute_script("return document.documentElement.lang") == "en"


def test_hostile_words_do_not_run(browser: Any, hostile_files: Path) -> None:
    page = moving(browser, hostile_files / "r.html")
    assert page.title.startswith("Scoring report")
    ours = "return [document.images.length, document.scripts.length,"
    ours += " document.querySelectorAll('figure').length]"
    images, scripts, figures = page.execute_script(ours)
    assert (images, scripts) == (0, figures + 1)
    assert page.get_log("browser") == []
    phone = shown(browser, hostile_files / "r.html", PHONE)
    assert phone.execute_script("return document.documentElement.scrollWidth") <= PHONE


def test_no_script_or_picture_runs_but_the_page_s_own(browser: Any, report: Path) -> None:
    """Were anything ever let through unescaped, the policy of the page would still hold it."""
    attack = "<script>document.title='owned'</script><img src=x onerror=document.title='owned'>"
    attack += "<base href=https://evil.example><a id=a href=\"javascript:document.title='owned'\">"
    text = report.read_text(encoding="utf-8").replace("</h1>", f"</h1>{attack}", 1)
    worse = report.with_name("worse.html")
    worse.write_text(text, encoding="utf-8")
    page = moving(browser, worse)
    page.execute_script("document.getElementById('a').click()")
    assert page.title.startswith("Scoring report")
    assert page.execute_script("return document.baseURI") == worse.as_uri()


# --- Drawn by script -----------------------------------------------------------------------------


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_charts_are_drawn_in_their_place_and_ask_nobody(
    browser: Any, charts: Path, width: int
) -> None:
    before = still(browser, charts, width).execute_script(FIGURES)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    page = moving(browser, charts, width)
    assert page.get_log("browser") == []
    asked = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    assert {
        event["params"]["request"]["url"]
        for event in asked
        if event["method"] == "Network.requestWillBeSent"
    } == {charts.as_uri()}
    assert page.execute_script("return document.documentElement.scrollWidth") <= width
    after = page.execute_script(FIGURES)
    for one, other in zip(chain(*before), chain(*after), strict=True):
        assert other["drawn"] == (other["width"] > 0)
        for part in ("side", "name", "width", "height"):
            assert one[part] == other[part], part


def test_what_is_drawn_by_script_says_what_the_still_picture_says(
    browser: Any, charts: Path
) -> None:
    """A picture is a little smaller where the letters of a browser need more room."""
    before = still(browser, charts).execute_script(MARKS)
    after = moving(browser, charts).execute_script(MARKS)
    for one, other in zip(before, after, strict=True):
        begin = [[text[:12] for text in page["words"]] for page in (one, other)]
        assert begin[0] == begin[1], "names are cut where they end in each font"
        assert len(one["places"]) == len(other["places"]) > 0
        for here, there in zip(one["places"], other["places"], strict=True):
            assert here == pytest.approx(there, rel=0.05, abs=12)


@pytest.mark.parametrize("dark", [False, True])
def test_every_chart_is_legible_however_it_is_drawn(
    browser: Any, charts: Path, *, dark: bool
) -> None:
    page = moving(browser, charts, dark=dark)
    charted = page.execute_script(CHARTED)
    assert len(charted) > 100
    assert [text for text in charted if contrast(text[1], text[2]) < AA] == []


def test_pointing_at_a_chart_tells_its_numbers_as_words(
    browser: Any, charts: Path, hostile_words: str
) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    page = moving(browser, charts)
    tip = page.find_element("css selector", ".tip")
    assert not tip.is_displayed()
    told = []
    for chart in page.find_elements("css selector", "svg.drawn"):
        stripe = chart.find_elements("css selector", '[opacity="0"]')[0]
        ActionChains(page, duration=0).move_to_element(stripe).perform()
        assert tip.is_displayed()
        told.append(tip.text)
        assert page.execute_script(
            "return [...arguments[0].children].every(e => !e.children.length)", tip
        )
    assert "2026-01-01 to 2026-01-21" in told[0]
    assert "30%" in told[0]
    assert hostile_words[:16] in told[0]
    assert all("\n" in words for words in told)
    ink, ground = page.execute_script(
        "const s = getComputedStyle(arguments[0]); return [s.color, s.backgroundColor]", tip
    )
    assert contrast(ink, ground) >= AA
    ActionChains(page).send_keys(Keys.ESCAPE).perform()
    assert not tip.is_displayed()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_without_scripts_every_chart_is_there(browser: Any, report: Path, width: int) -> None:
    page = still(browser, report, width)
    assert page.get_log("browser") == []
    assert page.execute_script("return document.documentElement.scrollWidth") <= width
    for figure in page.execute_script(FIGURES):
        (seen,) = (box for box in figure if box["width"] > 0)
        assert not seen["drawn"]


def test_a_day_or_a_week_does_not_break_at_its_hyphens(browser: Any, charts: Path) -> None:
    page = shown(browser, charts, PHONE)
    spaces = page.execute_script(
        "return [...document.querySelectorAll('.brief')].map(e => getComputedStyle(e).whiteSpace)"
    )
    assert set(spaces) == {"nowrap"}
    assert page.find_element("css selector", ".subtitle .brief").text == "2026-W48"


def test_a_page_prints_on_two_sheets_at_most(browser: Any, desk: Any, tmp_path: Path) -> None:
    """A week of four questions resolved, with their charts, and four that need a person."""
    for place in range(4):
        desk.ask(f"late-{place}", 0, 60, url=f"https://example.org/{place}")
        desk.ask(f"done-{place}", 0, 90)
    for place in range(4):
        desk.say("ana", f"late-{place}", 1, 0.25)
        desk.say("ana", f"done-{place}", 1, 0.25)
    for place in range(4):
        desk.say("bo", f"done-{place}", 20, 0.1 + place / 10)
    for place in range(4):
        desk.resolve(f"done-{place}", "no", 64 + place / 2)
    page = tmp_path / "week.html"
    week = Period.parse("2026-W10")
    made = on_period(
        desk.record.store, week, ZoneInfo("UTC"), lambda _: Scope(), desk.record.at(80), version="0"
    )
    assert len(made.figures) == 4
    page.write_text(as_html(made), encoding="utf-8")
    shown(browser, page)
    paper = browser.execute_cdp_cmd("Page.printToPDF", {"paperWidth": 8.27, "paperHeight": 11.69})
    sheets = re.findall(rb"/Type\s*/Page\b", b64decode(paper["data"]))
    assert 1 <= len(sheets) <= 2


def test_on_paper_letters_have_one_size_and_no_name_is_cut(browser: Any, gallery: Path) -> None:
    """The still pictures: their names were measured by another font than the page's."""
    page = still(browser, gallery, 740)
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    told = page.execute_script(ON_PAPER)
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert len(told) > 10
    assert {round(scale, 2) for scale, _ in told} == {0.8}
    assert min(left for _, left in told) >= -1
