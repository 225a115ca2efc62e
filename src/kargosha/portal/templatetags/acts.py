"""How the journal's page and the users' page write acts, actors and roles."""

from collections.abc import Mapping

from django.template import Library
from django.urls import reverse
from django.utils.translation import gettext as _

from kargosha.files import words
from kargosha.kernel.asking import current_language
from kargosha.kernel.models import JournalEntry, User
from kargosha.kernel.roles import ROLES
from kargosha.portal.templatetags.showing import in_words, name, sentence

register = Library()

PAGES = {
    "run": ("allocation:round", "allocation:rounds"),
    "sign": ("territory:sign", "territory:signs"),
    "figure_objection": ("territory:objection", "territory:objections"),
}
"""The page of each kind of subject that has one of its own, and the list of all."""


@register.simple_tag
def event_sentence(act: JournalEntry) -> str:
    """Say what happened, with what the entry keeps of it; roles by title, long lists by length."""
    code = f"event.{act.event}"
    if code not in words.sentences(current_language()):
        return str(act.event)
    lists = [each for each in act.detail.values() if isinstance(each, list)]
    values = {"count": sum(map(len, lists)), **act.detail}
    if values.get("role") in ROLES:
        values["role"] = role_title(values["role"])
    return sentence(code, values)


@register.simple_tag
def actor_name(code: str, people: Mapping[str, User]) -> str:
    """Say who acted: a person by name, the system by its task."""
    if code in people:
        return name(people[code])
    kind, _colon, task = code.partition(":")
    if kind == "system":
        return _("the program (%(task)s)") % {"task": task}
    return code


@register.simple_tag
def subject_address(subject: str) -> str:
    """Return the page of what an act or a duty is about; the list of rounds where it has none."""
    kind, _colon, key = subject.partition(":")
    if kind in PAGES:
        return reverse(PAGES[kind][0], args=[int(key)])
    return reverse("allocation:rounds")


@register.simple_tag
def list_address(subject: str) -> str:
    """Return the page that lists subjects of that kind; the list of rounds where there is none."""
    kind, _colon, _key = subject.partition(":")
    return reverse(PAGES.get(kind, PAGES["run"])[1])


@register.simple_tag
def role_title(code: str) -> str:
    """Say the title of a role."""
    return in_words(ROLES[code].title) if code in ROLES else code
