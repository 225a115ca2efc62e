from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kargosha.kernel import actions, queries
from kargosha.kernel.asking import Asked
from kargosha.kernel.roles import Permission
from kargosha.portal.rooms.office.forms import RuleChangeForm
from kargosha.portal.rooms.office.queries import rules_in_force


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
