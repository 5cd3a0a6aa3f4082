"""The page in a real browser: no error, no request, no sideways scrolling, legible in the dark."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from shutil import which
from typing import Any

import pytest

selenium = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")

CHROMIUM = which("chromium") or which("chromium-browser") or which("google-chrome")
DRIVER = which("chromedriver")
pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER),
    reason="NOT TESTED IN A BROWSER: there is no chromium with a chromedriver on this machine",
)
PHONE, DESK = 390, 1200
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
CHARTED = """
const ground = getComputedStyle(document.body).backgroundColor;
return [...document.querySelectorAll('svg')].filter(s => s.getClientRects().length).flatMap(s =>
  [...s.querySelectorAll('text')].filter(t => t.textContent.trim())
    .map(t => [t.textContent, getComputedStyle(t).fill, ground]))
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


def shown(browser: Any, page: Path, width: int = DESK, *, dark: bool = False) -> Any:
    """Open the page and return the browser; logs start anew."""
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
    screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width == PHONE}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
    browser.get("about:blank")
    browser.get_log("performance")
    browser.get_log("browser")
    browser.get(page.as_uri())
    return browser


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


def test_it_opens_without_an_error_and_asks_nobody_for_anything(browser: Any, files: Path) -> None:
    page = shown(browser, files / "report.html")
    assert page.get_log("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    asked = [e for e in events if e["method"] == "Network.requestWillBeSent"]
    addresses = {e["params"]["request"]["url"] for e in asked}
    assert addresses == {(files / "report.html").as_uri()}
    assert "Scoring report" in page.title


@pytest.mark.parametrize("width", [PHONE, 600, DESK])
def test_nothing_scrolls_sideways(browser: Any, files: Path, width: int) -> None:
    page = shown(browser, files / "report.html", width)
    assert page.execute_script("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "css"), [(PHONE, "narrow"), (DESK, "wide")])
def test_every_chart_is_to_be_seen_once_and_has_a_name(
    browser: Any, files: Path, width: int, css: str
) -> None:
    page = shown(browser, files / "report.html", width)
    for figure in page.execute_script(FIGURES):
        (seen,) = (box for box in figure if box["width"] > 0)
        assert seen["side"] == css
        assert 300 <= seen["width"] <= width
        assert re.search(r"\w+.*\. .*\w+", seen["name"], re.DOTALL), "a title and a finding"


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_from_its_ground(browser: Any, files: Path, *, dark: bool) -> None:
    page = shown(browser, files / "report.html", dark=dark)
    ground = page.execute_script("return getComputedStyle(document.body).backgroundColor")
    assert (luminance(ground) < 0.1) is dark
    texts = page.execute_script(INK)
    assert len(texts) > 30
    assert [text for text in texts if contrast(text[1], text[2]) < AA] == []
    charted = page.execute_script(CHARTED)
    assert charted
    assert [text for text in charted if contrast(text[1], text[2]) < AA] == []


@pytest.mark.parametrize("dark", [False, True])
def test_lines_stand_out_from_the_page(browser: Any, files: Path, *, dark: bool) -> None:
    page = shown(browser, files / "report.html", dark=dark)
    ground = page.execute_script("return getComputedStyle(document.body).backgroundColor")
    strokes = page.execute_script(
        "return [...document.querySelectorAll('.wide .mark-line path')]"
        ".map(p => getComputedStyle(p).stroke)"
    )
    assert strokes
    assert all(contrast(stroke, ground) >= AA_LARGE for stroke in strokes)


def test_headings_come_in_order_and_the_language_is_named(browser: Any, files: Path) -> None:
    page = shown(browser, files / "report.html")
    tags = page.execute_script(
        "return [...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))"
    )
    assert tags[0] == 1
    assert tags.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(tags))
    assert page.execute_script("return document.documentElement.lang") == "en"


def test_hostile_words_do_not_run(browser: Any, hostile_files: Path) -> None:
    page = shown(browser, hostile_files / "r.html")
    assert page.title.startswith("Scoring report")
    ours = "return [document.images.length, document.scripts.length,"
    ours += " document.querySelectorAll('figure').length]"
    images, scripts, charts = page.execute_script(ours)
    assert (images, scripts) == (0, charts + 1)
    assert page.get_log("browser") == []
    phone = shown(browser, hostile_files / "r.html", PHONE)
    assert phone.execute_script("return document.documentElement.scrollWidth") <= PHONE
