"""Every colour of the pictures, one palette a theme, each with enough contrast for what is written on it."""

from dataclasses import dataclass
from typing import Literal, get_args

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = get_args(Theme)


@dataclass(frozen=True)
class Palette:
    """Colours of one theme, as #rrggbb.

    Parameters
    ----------
    theme
        `light` or `dark`.
    ink, quiet
        Text, and quiet text, on `paper`: 4.5:1 and more.
    paper, grid, grey
        Ground, grid lines, and lines that carry no value.
    blue, blue_80, blue_95, blue_pale
        The mean, and marks from strong to faint.
    band_80, band_95
        Areas behind a line.
    teal, orange
        To spare, and short.
    queues
        One a queue, in the order of desk.toml; `on_queue` is readable on each, `on_bar` on `blue_80`.
    other
        Colour and hatching of what serves no contacts; `ink` is readable on each.
    heat
        From calm to busy; `ink` is readable on each.
    """

    theme: Theme
    ink: str
    quiet: str
    paper: str
    grid: str
    grey: str
    blue: str
    blue_80: str
    blue_95: str
    blue_pale: str
    band_80: str
    band_95: str
    teal: str
    orange: str
    on_queue: str
    on_bar: str
    queues: tuple[str, ...]
    other: dict[str, tuple[str, str]]
    heat: tuple[tuple[float, str], ...]


LIGHT = Palette(
    theme="light",
    ink="#1f2a37",
    quiet="#55616f",
    paper="#ffffff",
    grid="#e6eaef",
    grey="#9aa5b1",
    blue="#1d5f9e",
    blue_80="#7fb0da",
    blue_95="#c3d9ed",
    blue_pale="#ebf2f9",
    band_80="#b4d0ea",
    band_95="#dfebf6",
    teal="#1f7a6d",
    orange="#b8480b",
    on_queue="#ffffff",
    on_bar="#12202f",
    queues=("#2f6fab", "#5a4a9c", "#1f7a6d", "#8a5a12", "#8c2f5f", "#44606f"),
    other={
        "lunch": ("#dfe4ea", ""),
        "rest": ("#dfe4ea", ""),
        "break": ("#eef1f4", "."),
        "training": ("#d9c8a4", "/"),
        "meeting": ("#c9d3a8", "x"),
    },
    heat=((0.0, "#fffaf2"), (0.3, "#fde8c8"), (0.65, "#f9c27b"), (1.0, "#ef8f2f")),
)

DARK = Palette(
    theme="dark",
    ink="#e7ecf2",
    quiet="#aab5c3",
    paper="#1a212b",
    grid="#2e3845",
    grey="#697585",
    blue="#8abdf0",
    blue_80="#5b94cb",
    blue_95="#30557a",
    blue_pale="#232f3e",
    band_80="#2f5a84",
    band_95="#243c56",
    teal="#45b3a1",
    orange="#f2955f",
    on_queue="#ffffff",
    on_bar="#0b1520",
    queues=("#2f6fab", "#6a59b3", "#1f7a6d", "#8a5a12", "#9c3a6c", "#4f6d7d"),
    other={
        "lunch": ("#3a4553", ""),
        "rest": ("#3a4553", ""),
        "break": ("#303a46", "."),
        "training": ("#5d4f2c", "/"),
        "meeting": ("#49552d", "x"),
    },
    heat=((0.0, "#232a33"), (0.3, "#41372c"), (0.65, "#6d4a23"), (1.0, "#9a5314")),
)

PALETTES: dict[Theme, Palette] = {"light": LIGHT, "dark": DARK}
