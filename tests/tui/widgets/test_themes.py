"""What reaches the terminal: themes that can be read, and lines that command nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from textual.app import App
from textual.color import Color
from textual.theme import Theme

from pi.drawable import is_drawable
from tests.tui.widgets.stage import Dressed
from tui.app.terminal import DrawableLines, settled
from tui.themes import DAY, SIXTEEN_COLOURS, STATUSES, THEMES, theme_for
from tui.widgets.action_bar import ActionBar
from tui.widgets.actions import Action, ActionButton
from tui.widgets.typing import DigitPad

TRUE_COLOUR = [theme for theme in THEMES if not theme.ansi]
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
ODD = f"{FAMILY}❤️👍🏽🇩🇪日産\u0301\u0903\x1b\x9b\x07\n\u202e\u2066\u200b\ufeff\u2028\ue000\U000e0041"
GROUNDS = ["background", "surface", "panel"]
TEXTS = ["foreground", "text", "text-muted", "text-error", "text-warning", "text-success"]


def contrast(*colours: str) -> float:
    """The contrast ratio of WCAG 2 between two colours, from 1 to 21."""

    def luminance(colour: Color) -> float:
        linear = [
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
            for part in colour.normalized
        ]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    dark, light = sorted(luminance(Color.parse(each)) for each in colours)
    return (light + 0.05) / (dark + 0.05)


def variables(theme: Theme) -> dict[str, str]:
    return theme.to_color_system().generate() | theme.variables


@pytest.mark.parametrize("theme", TRUE_COLOUR, ids=lambda theme: theme.name)
def test_words_stand_out_from_their_ground_and_a_status_from_the_screen(theme: Theme) -> None:
    found = variables(theme)
    pairs = [(text, ground) for text in TEXTS for ground in GROUNDS]
    pairs.append(("button-color-foreground", "primary"))
    pairs += [(f"status-{status}-text", f"status-{status}") for status in STATUSES]
    pairs += [(f"status-{status}", "background") for status in STATUSES]
    assert [pair for pair in pairs if contrast(*(found[one] for one in pair)) < 4.5] == []
    if theme.name == "high-contrast":
        assert contrast(found["foreground"], found["panel"]) >= 7


def test_the_16_colour_theme_names_only_colours_of_the_terminal() -> None:
    (theme,) = (theme for theme in THEMES if theme.ansi)
    named = [value for name, value in theme.variables.items() if name.startswith("status-")]
    assert all(value.startswith("ansi_") for value in [*named, theme.primary])


async def test_the_widgets_can_be_drawn_in_every_theme() -> None:
    class Coloured(Dressed):
        """Uses the status colours in its style sheet, as the screens do."""

        CSS = "\n".join(
            f".{status} {{ background: $status-{status}; color: $status-{status}-text; }}"
            for status in STATUSES
        )

    bar = ActionBar([Action(name="next", key="n", label="Next", primary=True)])
    app: App[None] = Coloured(DigitPad(), bar)
    async with app.run_test(size=(66, 20)):
        for theme in THEMES:
            app.register_theme(theme)
            app.theme = theme.name
            app.refresh_css(animate=False)
            button = bar.query_one(ActionButton)
            assert button.styles.background == Color.parse(app.theme_variables["primary"])


def test_a_terminal_gets_the_theme_it_can_show() -> None:
    assert {theme_for(term, "") for term in ("linux", "xterm", "")} == {SIXTEEN_COLOURS}
    assert {theme_for(term, "") for term in ("xterm-256color", "foot")} == {DAY}
    assert theme_for("xterm", "truecolor") == DAY


@given(st.text(st.characters(codec=None)) | st.text(st.sampled_from(ODD)))
def test_a_line_is_as_wide_on_every_terminal_as_it_was_laid_out(text: str) -> None:
    """On one that knows no joining, too: character by character."""
    drawn = settled(text)
    apart = sum(map(get_character_cell_size, drawn))
    assert (apart, cell_len(drawn)) == (cell_len(text), cell_len(text))
    assert is_drawable(drawn)


def test_letters_stay_and_a_joined_emoji_is_its_first_part() -> None:
    for text, drawn in (
        ("Qashqai", "Qashqai"),
        ("日産 ma\u0301s", "日産 ma\u0301s"),
        (f"{FAMILY} van", "\U0001f468 van"),
        ("❤️!", "❤ !"),
        ("👍🏽", "👍"),
        ("🇩🇪", "🇩🇪"),
        ("\x1b[2Ja\x9bb", "[2Jab"),
        ("a\u202eb", "ab"),
    ):
        assert settled(text) == drawn


def test_what_the_screens_themselves_tell_the_terminal_passes() -> None:
    move = Segment("\x1b[2J", None, ((1, 2),))  # type: ignore[arg-type]
    assert DrawableLines().apply([move, Segment("a\x1b")], Color(0, 0, 0)) == [move, Segment("a")]
