"""Say whether all that the pages say stands in the Persian catalogue, translated and sure."""

import sys

from kargosha.portal.catalogue import LOCALE, PERSIAN, read_catalogue, said


def faults() -> list[str]:
    """Return a line for each sentence without a translation, in the order of the text."""
    catalogue = read_catalogue(LOCALE / PERSIAN)
    lines = []
    for message in said():
        if not message.id:
            continue
        known = catalogue.get(message.id, message.context)
        texts = (
            known.string if known and isinstance(known.string, tuple) else (known and known.string,)
        )
        if known is None or known.fuzzy or not all(texts):
            places = ", ".join(sorted({place for place, _ in message.locations}))
            lines.append(f"not in Persian: {message.id!r} ({places})")
    return lines


if __name__ == "__main__":
    found = faults()
    sys.stdout.writelines(f"{line}\n" for line in found)
    sys.exit(bool(found))
