"""The themes: readable by day, at night, by poor eyes, and on a terminal of 16 colours."""

import pytest
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from tests.tui.widgets.stage import Stage
from tui.themes import (
    DAY,
    SIXTEEN_COLOURS,
    STATUSES,
    THEMES,
    VARIABLE_DEFAULTS,
    theme_for,
)
from tui.widgets.action import Action
from tui.widgets.action_bar import ActionBar
from tui.widgets.action_button import ActionButton
from tui.widgets.keypad import DigitPad

TRUE_COLOUR = [theme for theme in THEMES if not theme.ansi]
GROUNDS = ["background", "surface", "panel"]
TEXTS = ["foreground", "text", "text-muted", "text-error", "text-warning", "text-success"]


def luminance(colour: Color) -> float:
    """The relative luminance of WCAG 2, from 0 for black to 1 for white."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour.normalized
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2 between two colours, from 1 to 21."""
    light, dark = sorted((luminance(Color.parse(one)), luminance(Color.parse(other))))[::-1]
    return (light + 0.05) / (dark + 0.05)


def variables(theme: Theme) -> dict[str, str]:
    """What the style sheets see."""
    return theme.to_color_system().generate() | theme.variables


def test_the_measure_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_measure_knows_the_grey_that_just_passes() -> None:
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", TRUE_COLOUR, ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_stands_out_from_its_ground(theme: Theme, text: str, ground: str) -> None:
    found = variables(theme)
    assert contrast(found[text], found[ground]) >= 4.5


@pytest.mark.parametrize("theme", TRUE_COLOUR, ids=lambda theme: theme.name)
def test_the_label_of_the_primary_button_stands_out(theme: Theme) -> None:
    found = variables(theme)
    assert contrast(found["button-color-foreground"], found["primary"]) >= 4.5


@pytest.mark.parametrize("theme", TRUE_COLOUR, ids=lambda theme: theme.name)
@pytest.mark.parametrize("status", STATUSES)
def test_the_words_of_a_status_stand_out(theme: Theme, status: str) -> None:
    found = variables(theme)
    assert contrast(found[f"status-{status}-text"], found[f"status-{status}"]) >= 4.5


@pytest.mark.parametrize("theme", TRUE_COLOUR, ids=lambda theme: theme.name)
@pytest.mark.parametrize("status", STATUSES)
def test_a_status_block_stands_out_from_the_screen(theme: Theme, status: str) -> None:
    found = variables(theme)
    assert contrast(found[f"status-{status}"], found["background"]) >= 4.5


def test_the_high_contrast_theme_reaches_the_stricter_measure() -> None:
    (found,) = (variables(theme) for theme in THEMES if theme.name == "high-contrast")
    assert contrast(found["foreground"], found["panel"]) >= 7


def test_the_16_colour_theme_names_only_colours_of_the_terminal() -> None:
    (theme,) = (theme for theme in THEMES if theme.ansi)
    named = [value for name, value in theme.variables.items() if name.startswith("status-")]
    assert all(value.startswith("ansi_") for value in [*named, theme.primary])


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_the_widgets_can_be_drawn_in_every_theme(theme: Theme) -> None:
    class Dressed(Stage):
        """Uses the status colours in its style sheet, as the screens do."""

        CSS = "\n".join(
            f".{status} {{ background: $status-{status}; color: $status-{status}-text; }}"
            for status in STATUSES
        )

        def get_theme_variable_defaults(self) -> dict[str, str]:
            return VARIABLE_DEFAULTS

    bar = ActionBar([Action(name="next", key="n", label="Next", primary=True)])
    app: App[None] = Dressed(DigitPad(), bar)
    async with app.run_test(size=(66, 20)):
        app.register_theme(theme)
        app.theme = theme.name
        app.refresh_css(animate=False)
        button = bar.query_one(ActionButton)
        assert button.styles.background == Color.parse(app.theme_variables["primary"])


@pytest.mark.parametrize(
    ("term", "colorterm", "name"),
    [
        ("linux", "", SIXTEEN_COLOURS),
        ("xterm", "", SIXTEEN_COLOURS),
        ("", "", SIXTEEN_COLOURS),
        ("xterm-256color", "", DAY),
        ("foot", "", DAY),
        ("xterm", "truecolor", DAY),
    ],
)
def test_a_terminal_gets_the_theme_it_can_show(term: str, colorterm: str, name: str) -> None:
    assert theme_for(term, colorterm) == name
