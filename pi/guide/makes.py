"""The makes the guide knows something of, and the file that holds it."""

from typing import Final

# Makes that share dealers, radios or facts share a file. Retail sets go by the radio's maker.
FILES: Final = {
    "nissan": ("Nissan",),
    "infiniti": ("Infiniti",),
    "renault": ("Renault", "Dacia"),
    "volkswagen": ("Volkswagen", "Audi", "Seat", "Skoda"),
    "ford": ("Ford",),
    "honda": ("Honda", "Acura"),
    "toyota": ("Toyota", "Lexus"),
    "peugeot": ("Peugeot", "Citroen"),
    "fiat": ("Fiat", "Alfa Romeo", "Lancia"),
    "opel": ("Opel", "Vauxhall"),
    "mercedes": ("Mercedes-Benz",),
    "bmw": ("BMW", "Mini"),
    "volvo": ("Volvo",),
    "mazda": ("Mazda",),
    "mitsubishi": ("Mitsubishi",),
    "hyundai": ("Hyundai", "Kia"),
    "suzuki": ("Suzuki", "Subaru"),
    "rover": ("Land Rover", "Rover", "Jaguar"),
    "saab": ("Saab",),
    "chrysler": ("Chrysler", "Jeep", "Dodge"),
    "gm": ("GM", "Buick", "Cadillac", "Chevrolet", "GMC", "Oldsmobile", "Pontiac", "Saturn"),
    "smart": ("Smart",),
    "retail": ("Grundig", "Blaupunkt", "Becker"),
}
ALSO_CALLED: Final = {
    "vw": "Volkswagen",
    "mercedes": "Mercedes-Benz",
    "alfa": "Alfa Romeo",
    "chevy": "Chevrolet",
}


def makes() -> tuple[str, ...]:
    """Every make the guide knows something of, in order. Reads no file."""
    return tuple(sorted(make for group in FILES.values() for make in group))


def known_as(make: str) -> str:
    """The make as the guide spells it, empty where nothing is known of it."""
    wanted = _plain(make)
    spelled = {_plain(each): each for each in makes()} | ALSO_CALLED
    return spelled.get(wanted, "")


def file_of(make: str) -> str | None:
    """The file of a make as the guide spells it, None where there is none."""
    return next((f"makes/{file}" for file, group in FILES.items() if make in group), None)


def nearest(make: str, among: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The makes most like a mistyped one, best first; none if nothing is like it."""
    from difflib import get_close_matches

    spelled = {_plain(each): each for each in (*makes(), *among)}
    found = get_close_matches(_plain(make), spelled, n=3, cutoff=0.65)
    return tuple(spelled[each] for each in found)


def _plain(make: str) -> str:
    """Letters alone, without accents and in one case: ``Citroën`` is ``citroen``."""
    import unicodedata

    letters = unicodedata.normalize("NFKD", make.casefold())
    return "".join(each for each in letters if each.isalnum())
