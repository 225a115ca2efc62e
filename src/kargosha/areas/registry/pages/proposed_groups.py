from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.forms import (
    FittingForm,
    FormedForm,
    ProposedForm,
    ReplyForm,
    chosen_people,
)
from kargosha.areas.registry.pages.attempts import attempt
from kargosha.areas.territory.actions import Evidence
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import NotAllowed, Refusal
from kargosha.kernel.exports import handed_out
from kargosha.kernel.roles import Permission


@require_GET
def proposed_groups(request: Asked) -> HttpResponse:
    shown = queries.proposed_list(by=request.actor, asked=request.GET.dict())
    return render(request, "registry/proposed_groups.html", shown)


@require_GET
def proposed_groups_file(request: Asked, ending: str) -> HttpResponse:
    made = queries.proposed_groups_file(by=request.actor, asked=request.GET.dict(), ending=ending)
    return handed_out(made)


@require_http_methods(["GET", "POST"])
def proposed_new(request: Asked) -> HttpResponse:
    if not request.actor.may_somewhere(Permission.GROUP_REGISTER):
        raise NotAllowed(Permission.GROUP_REGISTER)
    if request.method == "POST":
        return _proposed(request)
    asked = FittingForm(request.GET or None)
    shown: dict[str, object] = {"asked": asked}
    if asked.is_valid():
        said = asked.cleaned_data
        form = ProposedForm(initial={"activity_code": said["skill"], "place_code": said["place"]})
        shown |= {"form": form, "fitting": queries.who_fits(by=request.actor, **said)}
    return render(request, "registry/proposed_new.html", shown)


@require_GET
def proposed_group(request: Asked, proposed_id: int) -> HttpResponse:
    return _shown(request, proposed_id)


@require_POST
def proposed_answer(request: Asked, proposed_id: int, invitation_id: int) -> HttpResponse:
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _shown(request, proposed_id, status=422, reply=form)
    said = form.cleaned_data
    answered, status, refusals = attempt(
        lambda: actions.answer_invitation(
            invitation_id=invitation_id,
            answer=said["answer"],
            way=said["way"],
            evidence=Evidence.handed_in(said["evidence"]),
            by=request.actor,
        )
    )
    if answered is None:
        return _shown(request, proposed_id, status=status, refusals=refusals)
    return redirect("registry:proposed-group", proposed_id=proposed_id)


@require_POST
def proposed_forming(request: Asked, proposed_id: int) -> HttpResponse:
    form = FormedForm(request.POST)
    if not form.is_valid():
        return _shown(request, proposed_id, status=422, forming=form)
    group, status, refusals = attempt(
        lambda: actions.form_proposed_group(
            proposed_id=proposed_id, row=form.row(), by=request.actor
        )
    )
    if group is None:
        return _shown(request, proposed_id, status=status, forming=form, refusals=refusals)
    return redirect("registry:group", code=group.code)


@require_POST
def proposed_end(request: Asked, proposed_id: int) -> HttpResponse:
    ended, status, refusals = attempt(
        lambda: actions.give_up_proposed_group(proposed_id=proposed_id, by=request.actor)
    )
    if ended is None:
        return _shown(request, proposed_id, status=status, refusals=refusals)
    return redirect("registry:proposed-group", proposed_id=proposed_id)


def _proposed(request: Asked) -> HttpResponse:
    """Propose the group to those who were ticked; what was typed is kept if it is refused."""
    form = ProposedForm(request.POST)
    ticked = chosen_people(request.POST.getlist("person"))
    status = 422
    refusals: Sequence[Refusal] = ()
    place, skill = (request.POST.get(name, "") for name in ("place_code", "activity_code"))
    if form.is_valid():
        proposed, status, refusals = attempt(
            lambda: actions.propose_group(row=form.row(), person_ids=ticked, by=request.actor)
        )
        if proposed is not None:
            return redirect("registry:proposed-group", proposed_id=proposed.pk)
    shown = {
        "asked": FittingForm({"place": place, "skill": skill}),
        "form": form,
        "fitting": queries.who_fits(by=request.actor, place=place, skill=skill),
        "ticked": ticked,
        "refusals": refusals,
    }
    return render(request, "registry/proposed_new.html", shown, status=status)


def _shown(
    request: Asked, proposed_id: int, *, status: int = 200, **others: object
) -> HttpResponse:
    page = queries.proposed_page(by=request.actor, proposed_id=proposed_id)
    shown = {
        "page": page,
        "reply": ReplyForm(),
        "forming": FormedForm(),
        "may_read_journal": request.actor.may(Permission.JOURNAL_VIEW),
        **others,
    }
    return render(request, "registry/proposed_group.html", shown, status=status)
