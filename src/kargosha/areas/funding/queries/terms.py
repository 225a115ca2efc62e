"""What a person may ask about sources, agreements and quotas."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet

from kargosha.areas.funding.models import Agreement, MoneyRecord, Quota, Source
from kargosha.areas.funding.queries.money import MoneyBar, WaitingLine, money_bar, records, waiting
from kargosha.areas.territory.models import Place
from kargosha.files.letters import fold_letters
from kargosha.kernel.access import Actor, require
from kargosha.kernel.errors import NotFound
from kargosha.kernel.roles import Permission

ROWS_A_PAGE = 25
ROWS_SHOWN = 8
"""How many entries, and how many who wait, an agreement's page shows before it sends to the list."""
SORTS = {
    "code": ("code",),
    "approved": ("-balance__approved_amount", "code"),
    "free": ("-balance__free_amount", "code"),
    "waiting": ("-balance__waiting_amount", "code"),
    "signed": ("-signed_on", "code"),
}
"""By what agreements can be sorted, the first by default."""


@dataclass(frozen=True)
class AgreementPage:
    """An agreement with its money, its latest entries, and who waits under it first."""

    agreement: Agreement
    bar: MoneyBar
    records: Sequence[MoneyRecord]
    record_count: int
    waiting: Sequence[WaitingLine]
    waiting_count: int
    places: Mapping[str, Place]


def sources(*, by: Actor) -> QuerySet[Source]:
    """Return the sources with the number of their agreements, in the order of their codes."""
    require(by, Permission.FUND_VIEW)
    return Source.objects.annotate(agreement_count=Count("agreements")).order_by("code")


def agreements(
    *, by: Actor, search: str = "", source: str = "", sort: str = ""
) -> QuerySet[Agreement]:
    """Return the agreements with their sources and money, those of a source or with words in their names
    if asked, in the order of their codes or another of `SORTS`."""
    require(by, Permission.FUND_VIEW)
    found = Agreement.objects.select_related("source", "balance")
    if search:
        found = found.filter(_says(search, "code", "name_fa", "name_en"))
    if source:
        found = found.filter(source__code=source)
    return found.order_by(*SORTS.get(sort, SORTS["code"]))


def agreement_list(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of `agreements`, with the sources that can be chosen."""
    chosen = {name: asked.get(name, "") for name in ("search", "source", "sort")}
    page = Paginator(agreements(by=by, **chosen), ROWS_A_PAGE).get_page(asked.get("page"))
    return {"page": page, "chosen": chosen, "sorts": tuple(SORTS), "sources": sources(by=by)}


def agreement_page(*, by: Actor, code: str) -> AgreementPage:
    """Return one agreement with all that its page shows.

    Raises
    ------
    NotFound
        There is no agreement of that code.
    """
    agreement = agreements(by=by).prefetch_related("guarantee_limits").filter(code=code).first()
    if agreement is None:
        raise NotFound("agreement", code)
    entered = records(by=by, agreement_code=code)
    waits = waiting(by=by, agreement_code=code)
    return AgreementPage(
        agreement=agreement,
        bar=money_bar(by=by, agreement_codes=[code]),
        records=list(entered[:ROWS_SHOWN]),
        record_count=entered.count(),
        waiting=waits[:ROWS_SHOWN],
        waiting_count=len(waits),
        places=place_names(by=by, codes=agreement.place_codes),
    )


def place_names(*, by: Actor, codes: Iterable[str]) -> dict[str, Place]:
    """Return the places that terms or quotas name, by their codes."""
    require(by, Permission.FUND_VIEW)
    return {place.code: place for place in Place.objects.filter(code__in=list(codes))}


def quotas(*, by: Actor, search: str = "") -> QuerySet[Quota]:
    """Return the quotas, those with words in their names, code, class or rule if asked, in the order of
    their codes."""
    require(by, Permission.FUND_VIEW)
    found = Quota.objects.order_by("code")
    if search:
        found = found.filter(_says(search, "code", "name_fa", "name_en", "member_class", "rule"))
    return found


def quota_list(*, by: Actor, asked: Mapping[str, str]) -> dict[str, object]:
    """Return a page of `quotas`, with the places that they name."""
    search = asked.get("search", "")
    page = Paginator(quotas(by=by, search=search), ROWS_A_PAGE).get_page(asked.get("page"))
    codes = (quota.member_class.removeprefix("place:") for quota in page)
    return {"page": page, "chosen": {"search": search}, "places": place_names(by=by, codes=codes)}


def _says(search: str, *names: str) -> Q:
    """Return the filter for rows of which a field holds what is searched for."""
    said = fold_letters(search.strip())
    return reduce(or_, (Q(**{f"{name}__icontains": said}) for name in names))
