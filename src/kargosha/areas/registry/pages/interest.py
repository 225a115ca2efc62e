from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.forms import DeskInterestForm, InterestForm
from kargosha.areas.registry.models import Consent
from kargosha.areas.registry.pages.attempts import attempt
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import NotAllowed, Refusal
from kargosha.kernel.exports import handed_out
from kargosha.kernel.roles import Permission


@require_GET
def interests(request: Asked) -> HttpResponse:
    shown = queries.interest_list(by=request.actor, asked=request.GET.dict())
    return render(request, "registry/interests.html", shown)


@require_GET
def interests_file(request: Asked, ending: str) -> HttpResponse:
    made = queries.interests_file(by=request.actor, asked=request.GET.dict(), ending=ending)
    return handed_out(made)


@require_http_methods(["GET", "POST"])
def interest_new(request: Asked) -> HttpResponse:
    if not request.actor.may_somewhere(Permission.GROUP_REGISTER):
        raise NotAllowed(Permission.GROUP_REGISTER)
    form = DeskInterestForm(request.POST or None, initial={"person_id": request.GET.get("person")})
    status = 422 if form.is_bound else 200
    refusals: Sequence[Refusal] = ()
    if form.is_valid():
        registered, status, refusals = attempt(
            lambda: actions.register_interest(
                person_id=form.cleaned_data["person_id"], row=form.row(), by=request.actor
            )
        )
        if registered is not None:
            return redirect("registry:interests")
    shown = {"form": form, "refusals": refusals}
    return render(request, "registry/interest_new.html", shown, status=status)


@require_POST
def interest_end(request: Asked, interest_id: int) -> HttpResponse:
    ended = actions.end_interest(interest_id=interest_id, by=request.actor)
    is_own = request.actor.user_id == ended.person.user_id
    return redirect("registry:own-interest" if is_own else "registry:interests")


@require_http_methods(["GET", "POST"])
def own_interest(request: Asked) -> HttpResponse:
    form = InterestForm(request.POST or None)
    status = 422 if form.is_bound else 200
    refusals: Sequence[Refusal] = ()
    person, _entry = queries.own_interest(by=request.actor)
    if form.is_valid():
        registered, status, refusals = attempt(
            lambda: actions.register_interest(person_id=person.pk, row=form.row(), by=request.actor)
        )
        if registered is not None:
            return redirect("registry:own-interest")
    return _own(request, form, status, refusals)


@require_POST
def own_answer(request: Asked, invitation_id: int) -> HttpResponse:
    answered, status, refusals = attempt(
        lambda: actions.answer_invitation(
            invitation_id=invitation_id,
            answer=request.POST.get("answer", ""),
            way=Consent.Way.OWN_CODE,
            by=request.actor,
        )
    )
    if answered is None:
        return _own(request, InterestForm(), status, refusals)
    return redirect("registry:own-interest")


def _own(
    request: Asked, form: InterestForm, status: int, refusals: Sequence[Refusal]
) -> HttpResponse:
    person, interest = queries.own_interest(by=request.actor)
    shown = {
        "person": person,
        "interest": interest,
        "invitations": queries.own_invitations(by=request.actor),
        "has_group": queries.own_groups(by=request.actor).exists(),
        "form": form,
        "refusals": refusals,
    }
    return render(request, "registry/own_interest.html", shown, status=status)
