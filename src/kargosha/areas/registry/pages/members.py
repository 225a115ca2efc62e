from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.forms import BylawsForm, ConsentForm, EntryForm, ExitForm, RoleForm
from kargosha.areas.registry.pages.attempts import answered
from kargosha.areas.registry.pages.groups import shown_group
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel.asking import Asked


@require_POST
def member_entry(request: Asked, code: str) -> HttpResponse:
    form = EntryForm(request.POST)
    return answered(
        form,
        lambda: actions.enter_member(group_code=code, member=form.row(), by=request.actor),
        partial(shown_group, request, code, entry=form),
        "registry:group",
        code=code,
    )


@require_GET
def member(request: Asked, code: str, person_id: int) -> HttpResponse:
    return shown_member(request, code, person_id)


@require_POST
def member_exit(request: Asked, code: str, person_id: int) -> HttpResponse:
    form = ExitForm(request.POST)
    return answered(
        form,
        lambda: actions.end_membership(
            group_code=code,
            person_id=person_id,
            kind=form.cleaned_data["kind"],
            on=form.cleaned_data["on"],
            replacement=form.replacement(),
            by=request.actor,
        ),
        partial(shown_member, request, code, person_id, exit=form),
        "registry:group",
        code=code,
    )


@require_POST
def member_role(request: Asked, code: str, person_id: int) -> HttpResponse:
    form = RoleForm(request.POST)
    return answered(
        form,
        lambda: actions.change_role(
            group_code=code, person_id=person_id, by=request.actor, **form.cleaned_data
        ),
        partial(shown_member, request, code, person_id, role=form),
        "registry:group",
        code=code,
    )


@require_POST
def bylaws(request: Asked, code: str) -> HttpResponse:
    form = BylawsForm(request.POST, request.FILES)
    return answered(
        form,
        lambda: actions.set_bylaws(
            group_code=code,
            adopted_on=form.cleaned_data["adopted_on"],
            file=Evidence.handed_in(form.cleaned_data["file"]),
            by=request.actor,
        ),
        partial(shown_group, request, code, bylaws=form),
        "registry:group",
        code=code,
    )


def shown_member(
    request: Asked, code: str, person_id: int, *, status: int = 200, **others: Any
) -> HttpResponse:
    """Return the page of a member, with what was typed into one of its forms and why it was refused."""
    page, line = queries.member_page(by=request.actor, code=code, person_id=person_id)
    shown = {
        "page": page,
        "line": line,
        "exit": ExitForm(),
        "role": RoleForm(initial={"role": line.membership.role}),
        "consent": ConsentForm(),
        **others,
    }
    return render(request, "registry/member.html", shown, status=status)
