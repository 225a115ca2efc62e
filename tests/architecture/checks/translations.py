"""The Persian catalogue says all that the pages say: nothing untranslated or guessed."""

from pathlib import Path

from kargosha.portal.catalogue import PERSIAN, read_catalogue, said

CATALOGUE = Path("src/kargosha/portal/locale") / PERSIAN
MEND = "run `make fix` and translate it"


def broken_translations(root: Path) -> list[str]:
    """Return text without its Persian, translations that fit no text, and guesses."""
    spoken = {(each.id, each.context): each for each in said(root / "src/kargosha") if each.id}
    source = root / CATALOGUE
    kept = read_catalogue(source) if source.exists() else []
    translated = {(each.id, each.context): each for each in kept if each.id}
    found = [
        f"{each.locations[0][0]}: {each.id!r} does not stand in the Persian catalogue: {MEND}"
        for key, each in spoken.items()
        if key not in translated
    ]
    for key, each in translated.items():
        if key not in spoken:
            found.append(f"{CATALOGUE}: {each.id!r} is said nowhere: run `make fix`")
        elif not all(each.string if each.pluralizable else [each.string]):
            found.append(f"{CATALOGUE}: {each.id!r} has no Persian: {MEND}")
        if each.fuzzy:
            found.append(f"{CATALOGUE}: {each.id!r} is a guess (fuzzy): translate it")
        found += [f"{CATALOGUE}: {each.id!r}: {error}" for error in each.check()]
    return found
