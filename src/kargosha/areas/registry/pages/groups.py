from typing import Any

from django.forms import BaseFormSet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.forms import (
    MORE_ROWS,
    MOST_ROWS,
    BylawsForm,
    CommitmentForm,
    EntryForm,
    GroupForm,
    MemberFormSet,
)
from kargosha.areas.registry.pages.attempts import attempt
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.exports import handed_back, handed_out
from kargosha.kernel.roles import Permission

PREFIX = "members"


@require_GET
def groups(request: Asked) -> HttpResponse:
    shown = queries.group_list(by=request.actor, asked=request.GET.dict())
    may_register = request.actor.may_somewhere(Permission.GROUP_REGISTER)
    return render(request, "registry/groups.html", shown | {"may_register": may_register})


@require_GET
def groups_file(request: Asked, ending: str) -> HttpResponse:
    made = queries.groups_file(by=request.actor, asked=request.GET.dict(), ending=ending)
    return handed_out(made)


@require_GET
def my_group(request: Asked) -> HttpResponse:
    found = list(queries.own_groups(by=request.actor))
    if len(found) == 1:
        return shown_group(request, found[0].code)
    return render(request, "registry/my_groups.html", {"groups": found})


@require_http_methods(["GET", "POST"])
def group_new(request: Asked) -> HttpResponse:
    if not request.actor.may_somewhere(Permission.GROUP_REGISTER):
        raise NotAllowed(Permission.GROUP_REGISTER)
    if "more" in request.POST:
        return _form(request, *_with_more_rows(request.POST))
    form = GroupForm(request.POST or None)
    members = MemberFormSet(request.POST or None, prefix=PREFIX)
    if not form.is_bound:
        return _form(request, form, members)
    if not (form.is_valid() & members.is_valid()):
        return _form(request, form, members, status=422)
    row = form.row()
    rows = [each.rows(row.place_code) for each in members if each.has_changed()]
    formed, status, refusals = attempt(
        lambda: actions.form_groups(groups=[(row, rows)], by=request.actor)
    )
    if formed is None:
        return _form(request, form, members, status=status, refusals=refusals)
    return redirect("registry:group", code=formed[0].code)


@require_GET
def group(request: Asked, code: str) -> HttpResponse:
    return shown_group(request, code)


@require_GET
def members_file(request: Asked, code: str, ending: str) -> HttpResponse:
    made = queries.members_file(by=request.actor, code=code, ending=ending)
    return handed_out(made)


@require_GET
def bylaws_file(request: Asked, code: str) -> HttpResponse:
    file = queries.bylaws(by=request.actor, code=code)
    return handed_back(file)


def shown_group(request: Asked, code: str, *, status: int = 200, **others: Any) -> HttpResponse:
    """Return the page of a group, with what was typed into one of its forms and why it was refused."""
    shown = {
        "page": queries.group_page(by=request.actor, code=code),
        "may_read_journal": request.actor.may(Permission.JOURNAL_VIEW),
        "entry": EntryForm(),
        "bylaws": BylawsForm(),
        "commitment": CommitmentForm(),
        **others,
    }
    return render(request, "registry/group.html", shown, status=status)


def _form(
    request: Asked,
    form: GroupForm,
    members: "BaseFormSet[Any]",
    *,
    status: int = 200,
    **others: Any,
) -> HttpResponse:
    shown = {
        "form": form,
        "members": members,
        "may_add": members.total_form_count() < MOST_ROWS,
        "more": MORE_ROWS,
        **others,
    }
    return render(request, "registry/group_new.html", shown, status=status)


def _with_more_rows(typed: QueryDict) -> "tuple[GroupForm, BaseFormSet[Any]]":
    """Return the forms as they were typed, nothing judged yet, with more rows for members."""
    row = MemberFormSet(prefix=PREFIX).empty_form.fields
    count = min(int(typed.get(f"{PREFIX}-TOTAL_FORMS") or 0), MOST_ROWS)
    typed_rows = [
        {name: typed.get(f"{PREFIX}-{number}-{name}", "") for name in row}
        for number in range(count)
    ]
    more = MemberFormSet(prefix=PREFIX, initial=typed_rows)
    more.extra = min(count + MORE_ROWS, MOST_ROWS)
    return GroupForm(initial=typed.dict()), more
