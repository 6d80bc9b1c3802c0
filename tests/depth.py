"""How much is tried: a quick run takes a quarter of the examples that a whole one takes."""

from hypothesis import Phase, settings

DEEP = 100  # hypothesis' own default
QUICK = DEEP // 4
PHASES = tuple(set(Phase) - {Phase.explain})  # which takes minutes; a debugger says more
DEEP_PROFILE, QUICK_PROFILE = "deep", "quick"

settings.register_profile(DEEP_PROFILE, deadline=None, max_examples=DEEP, phases=PHASES)
settings.register_profile(QUICK_PROFILE, deadline=None, max_examples=QUICK, phases=PHASES)


class Run:
    """What the run under way takes, as the options say."""

    tries_everything = False


def examples(deep: int) -> int:
    """As many examples as a whole run takes; a quarter of them, four at least, in a quick one."""
    return deep if settings.default.max_examples >= DEEP else max(4, deep // 4)
