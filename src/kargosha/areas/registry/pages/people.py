from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.forms import (
    CommitmentForm,
    CorrectionForm,
    HouseholdForm,
    PersonForm,
    UserForm,
)
from kargosha.areas.registry.pages.attempts import answered, attempt
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import NotAllowed, Refusal
from kargosha.kernel.exports import handed_out
from kargosha.kernel.roles import Permission


@require_GET
def people(request: Asked) -> HttpResponse:
    shown = queries.person_list(by=request.actor, asked=request.GET.dict())
    return render(request, "registry/people.html", shown)


@require_GET
def people_file(request: Asked, ending: str) -> HttpResponse:
    made = queries.people_file(by=request.actor, asked=request.GET.dict(), ending=ending)
    return handed_out(made)


@require_http_methods(["GET", "POST"])
def person_new(request: Asked) -> HttpResponse:
    if not request.actor.may_somewhere(Permission.GROUP_REGISTER):
        raise NotAllowed(Permission.GROUP_REGISTER)
    form = PersonForm(request.POST or None)
    status = 422 if form.is_bound else 200
    refusals: Sequence[Refusal] = ()
    if form.is_valid():
        person, status, refusals = attempt(
            lambda: actions.register_person(row=form.row(), by=request.actor)
        )
        if person is not None:
            return redirect("registry:person", person_id=person.pk)
    shown = {"form": form, "refusals": refusals}
    return render(request, "registry/person_new.html", shown, status=status)


@require_GET
def person(request: Asked, person_id: int) -> HttpResponse:
    return shown_person(request, person_id)


@require_http_methods(["GET", "POST"])
def person_correction(request: Asked, person_id: int) -> HttpResponse:
    page = queries.person_page(by=request.actor, person_id=person_id)
    if not page.may_register:
        raise NotAllowed(Permission.GROUP_REGISTER)
    known = page.seen.person
    form = CorrectionForm(request.POST or None, initial=_typed(known))
    status = 422 if form.is_bound else 200
    refusals: Sequence[Refusal] = ()
    if form.is_valid():
        corrected, status, refusals = attempt(
            lambda: actions.correct_person(
                person_id=person_id, corrections=form.corrections(known), by=request.actor
            )
        )
        if corrected is not None:
            return redirect("registry:person", person_id=person_id)
    shown = {"page": page, "form": form, "refusals": refusals}
    return render(request, "registry/person_correction.html", shown, status=status)


@require_POST
def person_household(request: Asked, person_id: int) -> HttpResponse:
    form = HouseholdForm(request.POST)
    return answered(
        form,
        lambda: actions.state_household(
            person_id=person_id, household=form.row(), by=request.actor
        ),
        partial(shown_person, request, person_id, household=form),
        "registry:person",
        person_id=person_id,
    )


@require_POST
def person_user(request: Asked, person_id: int) -> HttpResponse:
    form = UserForm(request.POST)
    return answered(
        form,
        lambda: actions.link_user(
            person_id=person_id, user_id=form.cleaned_data["username"], by=request.actor
        ),
        partial(shown_person, request, person_id, link=form),
        "registry:person",
        person_id=person_id,
    )


@require_POST
def person_sign_in(request: Asked, person_id: int) -> HttpResponse:
    linked, status, refusals = attempt(
        lambda: actions.let_sign_in(person_id=person_id, by=request.actor)
    )
    if linked is None:
        return shown_person(request, person_id, status=status, refusals=refusals)
    return redirect("registry:person", person_id=person_id)


def shown_person(
    request: Asked, person_id: int, *, status: int = 200, **others: Any
) -> HttpResponse:
    """Return the page of a person, with what was typed into one of its forms and why it was refused."""
    page = queries.person_page(by=request.actor, person_id=person_id)
    home = page.seen.person.household
    stated = (
        {}
        if home is None
        else {"member_count": home.member_count, "earner_count": home.earner_count}
    )
    shown = {
        "page": page,
        "household": HouseholdForm(initial=stated),
        "link": UserForm(),
        "commitment": CommitmentForm(),
        "may_record_money": request.actor.may(
            Permission.COMMITMENT_RECORD, page.seen.person.place_code
        ),
        "may_read_journal": request.actor.may(Permission.JOURNAL_VIEW),
        **others,
    }
    return render(request, "registry/person.html", shown, status=status)


def _typed(known: Any) -> dict[str, object]:
    """Return what is registered of a person as a form shows it; the document's number is not shown."""
    names = (
        "given_name",
        "family_name",
        "father_name",
        "sex",
        "born_on",
        "document_kind",
        "mobile",
    )
    return {name: getattr(known, name) for name in names} | {"place_code": known.place.key}
