"""The four themes: day, night, high contrast, and one for terminals of 16 colours.

A status colour is a block: ``background: $status-ok; color: $status-ok-text``, and likewise
``wait``, ``danger`` and ``not-saved``. Its words say the same, so that the colour alone never
carries a meaning. In the first three themes all text has a contrast of at least 4.5 to 1.
"""

from textual.theme import BUILTIN_THEMES, Theme

DAY, NIGHT, HIGH_CONTRAST, SIXTEEN_COLOURS = "day", "night", "high-contrast", "16-colour"

STATUSES = ("ok", "wait", "danger", "not-saved")
"""What a status colour can mean."""

TRUE_COLOUR_TERMINALS = ("foot", "kitty", "ghostty", "alacritty", "-direct")
"""Parts of TERM that promise more colours than Textual takes them for."""


def _statuses(text: str, **blocks: str) -> dict[str, str]:
    """The variables of the status colours: one block colour each, the same text colour on all."""
    variables = {f"status-{name.replace('_', '-')}": colour for name, colour in blocks.items()}
    return variables | {f"{name}-text": text for name in variables}


def _text_on(text: str, muted: str, on_primary: str) -> dict[str, str]:
    """Textual's own variables for text, opaque so that their contrast is certain."""
    on_ground = ("text", "text-primary", "text-secondary", "text-accent", "button-foreground")
    strong = ("text-warning", "text-error", "text-success")
    return {
        **dict.fromkeys(on_ground + strong, text),
        **dict.fromkeys(("text-muted", "foreground-muted", "text-disabled"), muted),
        "button-color-foreground": on_primary,
    }


_DAY = Theme(
    name=DAY,
    dark=False,
    background="#f6f3ea",
    foreground="#14120e",
    surface="#e9e4d6",
    panel="#d6cfbd",
    primary="#0b4a7a",
    secondary="#3d3a33",
    accent="#0b4a7a",
    warning="#7a4a00",
    error="#a01010",
    success="#0b5a2a",
    variables={
        **_text_on("#14120e", "#4a463d", "#ffffff"),
        **_statuses("#ffffff", ok="#0b5a2a", wait="#7a4a00", danger="#8a2a00", not_saved="#a00018"),
    },
)

_NIGHT = Theme(
    name=NIGHT,
    background="#000000",
    foreground="#d99a5b",
    surface="#120c06",
    panel="#2b1d0e",
    primary="#b9772f",
    secondary="#8a6a45",
    accent="#d99a5b",
    warning="#c9952b",
    error="#d8543c",
    success="#7f9a55",
    variables={
        **_text_on("#d99a5b", "#b5824f", "#000000"),
        **_statuses("#000000", ok="#7f9a55", wait="#c9952b", danger="#d07038", not_saved="#e0523c"),
    },
)

_HIGH_CONTRAST = Theme(
    name=HIGH_CONTRAST,
    background="#000000",
    foreground="#ffffff",
    surface="#000000",
    panel="#303030",
    primary="#ffff00",
    secondary="#ffffff",
    accent="#ffff00",
    warning="#ffff00",
    error="#ffff00",
    success="#ffffff",
    variables={
        **_text_on("#ffffff", "#ffffff", "#000000"),
        **_statuses("#000000", ok="#ffffff", wait="#ffffff", danger="#ffff00", not_saved="#ffff00"),
    },
)

_SIXTEEN_COLOURS = Theme(
    name=SIXTEEN_COLOURS,
    ansi=True,
    background="ansi_default",
    foreground="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    primary="ansi_yellow",
    secondary="ansi_white",
    accent="ansi_default",
    warning="ansi_default",
    error="ansi_default",
    success="ansi_default",
    variables={
        **BUILTIN_THEMES["ansi-dark"].variables,
        **_text_on("ansi_default", "ansi_default", "ansi_black"),
        **_statuses(
            "ansi_black",
            ok="ansi_green",
            wait="ansi_yellow",
            danger="ansi_magenta",
            not_saved="ansi_red",
        ),
        "status-danger-text": "ansi_bright_white",
        "status-not-saved-text": "ansi_bright_white",
        "border": "ansi_default",
        "border-blurred": "ansi_default",
    },
)

THEMES = (_DAY, _NIGHT, _HIGH_CONTRAST, _SIXTEEN_COLOURS)
"""All themes, to register with an app."""

VARIABLE_DEFAULTS = {
    name: value for name, value in _NIGHT.variables.items() if name.startswith("status-")
}
"""For ``App.get_theme_variable_defaults``: the style sheet is read before a theme is chosen."""


def theme_for(term: str, colorterm: str = "") -> str:
    """The theme to start with, from TERM and COLORTERM: 16 colours unless more are promised."""
    many = "256color" in term or any(name in term for name in TRUE_COLOUR_TERMINALS)
    return DAY if many or colorterm in ("truecolor", "24bit") else SIXTEEN_COLOURS
