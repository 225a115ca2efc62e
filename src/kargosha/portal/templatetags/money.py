"""How pages show money from needed to paid, amounts in words, and the terms of an agreement."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.template import Library
from django.urls import reverse
from django.utils.translation import gettext as _

from kargosha.areas.applications.models import Activity
from kargosha.areas.funding.models import FIGURES, Agreement, Balance, Quota
from kargosha.areas.funding.queries import MoneyBar, Piece
from kargosha.areas.territory.models import Place
from kargosha.files import words
from kargosha.files.amount_words import in_tomans
from kargosha.kernel.asking import current_language
from kargosha.portal.templatetags.showing import day, name, number, percent, say, short_rials

register = Library()


@dataclass(frozen=True)
class Stretch:
    """A piece of a bar: where it begins and how long it is, in percent, and its share of the whole."""

    code: str
    amount: int
    start: str
    width: str
    share: float | None


@dataclass(frozen=True)
class Tab:
    """A page of the room and whether it is open."""

    title: str
    address: str
    is_here: bool


@register.simple_tag(takes_context=True)
def money_tabs(context: Mapping[str, object]) -> list[Tab]:
    """Return the pages of the room."""
    here = context["request"].resolver_match.url_name  # type: ignore[attr-defined]
    pages = (
        (_("From needed to paid"), "money", ()),
        (_("Agreements"), "agreements", ("agreement", "enter-money", "sign-agreement")),
        (_("Entries"), "records", ()),
        (_("Who waits for money"), "waiting", ()),
        (_("Quotas"), "quotas", ("set-quota", "set-legal-quotas")),
    )
    return [
        Tab(title, reverse(f"funding:{page}"), here == page or here in others)
        for title, page, others in pages
    ]


@register.filter
def stretches(pieces: Sequence[Piece]) -> list[Stretch]:
    """Return the pieces of a bar one after the other."""
    whole = sum(piece.amount for piece in pieces)
    return list(_laid_out(pieces, whole))


def _laid_out(pieces: Iterable[Piece], whole: int) -> Iterator[Stretch]:
    reached = 0
    for piece in pieces:
        start, share = (reached / whole, piece.amount / whole) if whole else (0.0, None)
        reached += piece.amount
        yield Stretch(piece.code, piece.amount, f"{start:.3%}", f"{share or 0:.3%}", share)


@register.filter
def bar_of(balance: Balance) -> MoneyBar:
    """Return the bar of one agreement from what its money comes to."""
    parts = (*FIGURES, "firm", "free", "waiting")
    return MoneyBar(**{part: getattr(balance, f"{part}_amount") for part in parts})


@register.filter
def figures_of(bar: MoneyBar) -> list[Piece]:
    """Return the five figures in the order in which money comes to be there."""
    return [Piece(figure, getattr(bar, figure)) for figure in FIGURES]


@register.filter
def in_words_toman(rials: int) -> str:
    """Write an amount in tomans, in words."""
    return in_tomans(rials, current_language())


@register.filter
def activities_by_sector(codes: Sequence[str]) -> list[tuple[str, list[Activity]]]:
    """Return the activities of the codes by their sectors."""
    found: dict[str, list[Activity]] = {}
    for activity in Activity.objects.filter(code__in=codes).order_by("sector", "code"):
        found.setdefault(activity.sector, []).append(activity)
    return list(found.items())


@register.filter
def guarantees(agreement: Agreement) -> list[str]:
    """Say up to which amount which guarantee is the heaviest that may be asked."""
    limits = list(agreement.guarantee_limits.all())
    return [_guarantee(limit.up_to_amount, limit.heaviest, len(limits)) for limit in limits]


def _guarantee(up_to: int | None, heaviest: str, count: int) -> str:
    way = "up_to" if up_to is not None else "above" if count > 1 else "all"
    values = {"guarantee": say("guarantee", heaviest), "amount": short_rials(up_to)}
    return words.say(f"money.guarantee.{way}", values, current_language())


@register.filter
def loss_rule(agreement: Agreement) -> str:
    """Say who bears a loss."""
    share = agreement.source_loss_share
    if share is None:
        return say("loss_bearer", agreement.loss_bearer)
    shares = {"source": percent(share), "bank": percent(Decimal(1) - share)}
    return words.say("money.loss.shared", shares, current_language())


@register.simple_tag
def quota_demand(quota: Quota, side: str) -> str:
    """Say what a quota demands on one side; small shares of counties to a tenth of a percent."""
    bound = quota.floor if side == "floor" else quota.ceiling
    if bound is None:
        return ""
    if quota.is_relative:
        share = percent(bound, 0 if bound * 100 % 1 == 0 else 1)
        values = {"bound": share, "measure": say("measure", quota.measure)}
        return words.say(f"quota.{side}.relative", values, current_language())
    is_money = quota.measure == Quota.Measure.AMOUNT
    size = short_rials(bound) if is_money else f"{number(bound)} {say('counted', quota.measure)}"
    return words.say(f"quota.{side}.absolute", {"bound": size}, current_language())


@register.simple_tag
def counted_class(quota: Quota, places: Mapping[str, Place]) -> str:
    """Say whom a quota counts."""
    sort, _colon, code = quota.member_class.partition(":")
    match sort:
        case "place" if code in places:
            return name(places[code])
        case "kind":
            return say("kind_of_borrower", code)
        case "tag" if code.startswith("sector-"):
            return say("sector", code.removeprefix("sector-"))
        case "tag":
            return say("tag", code)
        case "all":
            return _("everyone")
        case _:
            return quota.member_class


@register.filter
def as_typed(value: object) -> str:
    """Write a value that was typed: a day as the reader's calendar has it, a list one after the other."""
    return day(value) if isinstance(value, date) else words.shown(value, current_language())
