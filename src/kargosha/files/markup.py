"""HTML built from Python, in which every text is escaped that was not built here."""

import html


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def element(name: str, /, *content: str, **attributes: str | bool) -> Markup:
    """Return one element; a trailing ``_`` of an attribute's name is dropped (``class_``)."""
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    return Markup(f"<{name}{written}>{joined(*content)}</{name}>")


def void(name: str, /, **attributes: str | bool) -> Markup:
    """Return an element that holds nothing, such as ``input``."""
    return Markup(f"<{name}{''.join(_attribute(k, v) for k, v in attributes.items())}>")


def joined(*content: str) -> Markup:
    """Return contents one after the other, texts escaped."""
    return Markup(
        "".join(each if isinstance(each, Markup) else html.escape(each) for each in content)
    )


def _attribute(name: str, value: str | bool) -> str:
    """Return one attribute; a true one stands alone, a false or empty one not at all."""
    plain = name.rstrip("_").replace("_", "-")
    if not value:
        return ""
    if value is True:
        return f" {plain}"
    return f' {plain}="{html.escape(value)}"'
