"""What the sources of Nissan, Renault, Opel and the little-known sets disagree about."""

import pytest

from pi.radio import catalogue
from pi.radio.head_unit import About


@pytest.mark.parametrize(
    ("family", "disputed"),
    [
        ("alfa-fiat-blaupunkt", {About.WAIT}),
        ("clarion-code-in", {About.WAIT}),
        ("nissan-code-in", {About.WAIT}),
        ("nissan-micra-1993", {About.LENGTH}),
        ("nissan-micra-k11", {About.WAIT}),
        ("nissan-note-2009", {About.WAIT, About.END, About.SERIAL}),
        ("nissan-radio-code", {About.WAIT, About.CONFIRM, About.SERIAL}),
        ("nissan-secure", {About.DISPLAY}),
        ("nissan-xtrail-t30", {About.END}),
        ("opel-safe", {About.OPENING, About.CONFIRM, About.ENTRY, About.WAIT, About.END}),
        ("peugeot-505-alpine", {About.WAIT}),
        ("psa-display-locked", {About.TRIES}),
        ("renault-column", {About.WAIT, About.CONFIRM}),
        ("renault-keypad", {About.WAIT, About.ENTRY, About.CONFIRM}),
    ],
)
def test_where_sources_disagree_it_is_said(family: str, disputed: set[About]) -> None:
    assert {one.about for one in catalogue.load(family).disagreements} == disputed
