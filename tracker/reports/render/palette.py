"""The colours of charts and pages, light and dark: after Okabe & Ito (2008), safe for most eyes."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as #rrggbb; text and `own` have a contrast of 4.5 or more on `page` (WCAG AA)."""

    page: str
    ink: str
    quiet: str
    grid: str
    own: str
    spread: str
    core: str
    reference: str
    event: str


# own: Okabe & Ito's blue, sky blue in the dark; event: their vermilion, orange in the dark.
LIGHT = Palette(
    "#ffffff",
    "#1b1f24",
    "#57606a",
    "#dfe3e8",
    "#0072b2",
    "#cce3f0",
    "#94c4e0",
    "#7d8590",
    "#c04b00",
)
DARK = Palette(
    "#10151b",
    "#e6eaef",
    "#9ea7b3",
    "#2d343d",
    "#56b4e9",
    "#1c3a50",
    "#2f5f80",
    "#8b949e",
    "#e69f00",
)


def repainted(scope: str) -> str:
    """Return style rules that give a chart drawn in LIGHT the colours of DARK, within `scope`.

    A rule outweighs the attribute it names, so a reader of SVG that knows no style sheets still
    shows the light colours.
    """
    pairs = [(getattr(LIGHT, f.name), getattr(DARK, f.name)) for f in fields(Palette)]
    rules = [
        f'{scope} [{part}="{light}"]{{{part}:{dark}}}'
        for light, dark in pairs
        for part in ("fill", "stroke")
    ]
    return "".join(rules)
