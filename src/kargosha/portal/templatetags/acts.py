"""How the journal's page and the users' page write acts, actors and roles."""

from collections.abc import Mapping

from django.template import Library
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from kargosha.files import words
from kargosha.kernel.asking import current_language
from kargosha.kernel.models import JournalEntry, User
from kargosha.kernel.roles import ROLES
from kargosha.portal.menus import address_of
from kargosha.portal.templatetags.showing import digits, in_words, name, say, sentence

register = Library()

PAGES = {
    "run": ("allocation:round", "allocation:rounds"),
    "borderline": ("allocation:borderline", "allocation:rounds"),
    "sign": ("territory:sign", "territory:signs"),
    "figure_objection": ("territory:objection", "territory:objections"),
    "call": ("applications:call", "applications:calls"),
    "application": ("applications:proposal", "applications:proposals"),
    "agreement": ("funding:agreement", "funding:agreements"),
    "person": ("registry:person", "registry:people"),
    "proposed-group": ("registry:proposed-group", "registry:proposed-groups"),
    "roster-import": ("registry:roster", "registry:rosters"),
    "group": ("registry:group", "registry:groups"),
    "office": ("office:offices", "office:offices"),
    "rule": ("office:rules", "office:rules"),
}
"""The page of each kind of subject that has one of its own, and the list of all."""

SPOKEN = ("way", "step")
"""Values of entries that are codes of the vocabulary."""


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
    values |= {key: say(key, values[key]) for key in SPOKEN if key in values}
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
    """Return the page of what an act or a duty is about; the list of its kind where it has none."""
    kind, _colon, key = subject.partition(":")
    page, _list = PAGES.get(kind, PAGES["run"])
    try:
        return reverse(page, args=key.split("/"))
    except NoReverseMatch:
        return list_address(subject)


@register.simple_tag
def subject_words(subject: str) -> str:
    """Say what an act or a duty is about: the kind in words, and the code or number."""
    kind, _colon, key = subject.partition(":")
    return f"{say('subject', kind)} {digits(key)}" if key else subject


@register.simple_tag
def list_address(subject: str) -> str:
    """Return the page that lists subjects of that kind; the list of rounds where there is none."""
    kind, _colon, _key = subject.partition(":")
    return address_of(PAGES.get(kind, PAGES["run"])[1]) or reverse(PAGES["run"][1])


@register.simple_tag
def role_title(code: str) -> str:
    """Say the title of a role."""
    return in_words(ROLES[code].title) if code in ROLES else code
