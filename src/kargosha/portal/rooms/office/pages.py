from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kargosha.kernel import actions, queries
from kargosha.kernel.asking import Asked
from kargosha.kernel.roles import ROLES, Permission
from kargosha.portal.rooms.office.forms import RuleChangeForm
from kargosha.portal.rooms.office.queries import rules_in_force

ENTRIES_A_PAGE = 50


@require_GET
def users(request: Asked) -> HttpResponse:
    found = {"users": queries.users(by=request.actor), "offices": queries.offices(by=request.actor)}
    return render(request, "office/users.html", found | {"roles": ROLES.values()})


@require_GET
def journal(request: Asked) -> HttpResponse:
    entries = queries.journal_entries(by=request.actor, subject=request.GET.get("subject", ""))
    page = Paginator(entries, ENTRIES_A_PAGE).get_page(request.GET.get("page"))
    seal = queries.journal_seals(by=request.actor).last()
    people = {f"user:{user.pk}": user for user in queries.users(by=request.actor)}
    return render(request, "office/journal.html", {"page": page, "seal": seal, "people": people})


@require_http_methods(["GET", "POST"])
def rules(request: Asked) -> HttpResponse:
    form = RuleChangeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.propose_rule(change=actions.RuleChange(**form.cleaned_data), by=request.actor)
        return redirect("office:rules")
    may_view = request.actor.may(Permission.RULE_VIEW)
    shown = {
        "rules": rules_in_force(by=request.actor),
        "versions": queries.rule_versions(by=request.actor) if may_view else (),
        "may_propose": request.actor.may(Permission.RULE_PROPOSE),
        "may_approve": request.actor.may(Permission.RULE_APPROVE),
    }
    status = 422 if form.is_bound else 200
    return render(request, "office/rules.html", shown | {"form": form}, status=status)


@require_POST
def rule_approval(request: Asked, version_id: int) -> HttpResponse:
    actions.approve_rule(version_id=version_id, by=request.actor)
    return redirect("office:rules")
