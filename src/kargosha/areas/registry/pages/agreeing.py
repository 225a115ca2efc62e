"""What people and groups agreed to, and what money they already have."""

from collections.abc import Sequence
from functools import partial

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kargosha.areas.registry import actions
from kargosha.areas.registry.forms import CommitmentEndForm, CommitmentForm, ConsentForm
from kargosha.areas.registry.models import Consent
from kargosha.areas.registry.pages.attempts import answered, attempt
from kargosha.areas.registry.pages.groups import shown_group
from kargosha.areas.registry.pages.members import shown_member
from kargosha.areas.registry.pages.people import shown_person
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import NotAllowed, Refusal
from kargosha.kernel.roles import Permission


@require_POST
def consent(request: Asked, code: str, person_id: int) -> HttpResponse:
    form = ConsentForm(request.POST, request.FILES)
    return answered(
        form,
        lambda: actions.give_consent(
            person_id=person_id,
            group_code=code,
            purpose=form.cleaned_data["purpose"],
            way=form.cleaned_data["way"],
            evidence=Evidence.handed_in(form.cleaned_data["evidence"]),
            by=request.actor,
        ),
        partial(shown_member, request, code, person_id, consent=form),
        "registry:member",
        code=code,
        person_id=person_id,
    )


@require_POST
def own_consent(request: Asked, code: str, person_id: int) -> HttpResponse:
    given, status, refusals = attempt(
        lambda: actions.give_consent(
            person_id=person_id,
            group_code=code,
            purpose=request.POST.get("purpose", ""),
            way=Consent.Way.OWN_CODE,
            by=request.actor,
        )
    )
    if given is None:
        return shown_group(request, code, status=status, refusals=refusals)
    return redirect("registry:group", code=code)


@require_POST
def consent_revocation(request: Asked, consent_id: int) -> HttpResponse:
    revoked = actions.revoke_consent(consent_id=consent_id, by=request.actor)
    return redirect("registry:person", person_id=revoked.person_id)


@require_POST
def group_commitment(request: Asked, code: str) -> HttpResponse:
    form = CommitmentForm(request.POST)
    return answered(
        form,
        lambda: actions.record_commitment(row=form.row(group_code=code), by=request.actor),
        partial(shown_group, request, code, commitment=form),
        "registry:group",
        code=code,
    )


@require_POST
def person_commitment(request: Asked, person_id: int) -> HttpResponse:
    form = CommitmentForm(request.POST)
    return answered(
        form,
        lambda: actions.record_commitment(row=form.row(person_id=person_id), by=request.actor),
        partial(shown_person, request, person_id, commitment=form),
        "registry:person",
        person_id=person_id,
    )


@require_http_methods(["GET", "POST"])
def commitment_end(request: Asked) -> HttpResponse:
    form = CommitmentEndForm(request.POST or None, initial=request.GET.dict())
    status = 422 if form.is_bound else 200
    refusals: Sequence[Refusal] = ()
    if form.is_valid():
        end, status, refusals = attempt(
            lambda: actions.end_commitment(by=request.actor, **form.cleaned_data)
        )
        if end is not None and end.commitment.group is not None:
            return redirect("registry:group", code=end.commitment.group.code)
        if end is not None:
            return redirect("registry:person", person_id=end.commitment.person_id)
    elif not request.actor.may_somewhere(Permission.COMMITMENT_RECORD):
        raise NotAllowed(Permission.COMMITMENT_RECORD)
    shown = {"form": form, "refusals": refusals}
    return render(request, "registry/commitment_end.html", shown, status=status)
