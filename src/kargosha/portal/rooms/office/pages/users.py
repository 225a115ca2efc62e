from collections.abc import Sequence

from django.contrib.messages import success
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kargosha.kernel import actions
from kargosha.kernel import queries as kernel
from kargosha.kernel.access import require
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import Refusal, Refused
from kargosha.kernel.exports import handed_out
from kargosha.kernel.roles import ROLES, GroupMember, Permission
from kargosha.portal.passwords import NewPasswordForm
from kargosha.portal.rooms.office import queries
from kargosha.portal.rooms.office.forms import RoleForm, UserForm
from kargosha.portal.templatetags.showing import in_words, name


@require_GET
def users(request: Asked) -> HttpResponse:
    shown = queries.users_page(by=request.actor, asked=request.GET.dict())
    shown |= {
        "offices": kernel.offices(by=request.actor),
        "places": queries.scopes(by=request.actor),
        "roles": ROLES.values(),
        "states": kernel.STATES,
        "may_manage": request.actor.may(Permission.USER_MANAGE),
    }
    return render(request, "office/users.html", shown)


@require_GET
def users_file(request: Asked, ending: str) -> HttpResponse:
    asked = request.GET.dict()
    return handed_out(queries.users_file(by=request.actor, asked=asked, ending=ending))


@require_http_methods(["GET", "POST"])
def user_new(request: Asked) -> HttpResponse:
    require(request.actor, Permission.USER_MANAGE)
    offices = [(each.code, name(each)) for each in kernel.offices(by=request.actor)]
    form = UserForm(request.POST or None, offices=offices)
    shown: dict[str, object] = {"form": form}
    if form.is_valid():
        said = dict(form.cleaned_data)
        names = actions.Names(said.pop("name_fa"), said.pop("name_en"))
        try:
            made = actions.register_user(names=names, **said, by=request.actor)
        except Refused as refused:
            shown["refusals"] = refused.reasons
        else:
            return redirect("office:user", username=made.username)
    return render(request, "office/user_new.html", shown, status=422 if form.is_bound else 200)


@require_GET
def user(request: Asked, username: str) -> HttpResponse:
    return _shown(request, username)


@require_POST
def role_given(request: Asked, username: str) -> HttpResponse:
    asked = {"role": request.POST.get("role", ""), "scope": request.POST.get("scope", "")}
    try:
        actions.assign_role(username=username, **asked, by=request.actor)
    except Refused as refused:
        return _shown(request, username, refused.reasons, 422)
    return redirect("office:user", username=username)


@require_POST
def role_ended(request: Asked, username: str) -> HttpResponse:
    asked = {"role": request.POST.get("role", ""), "scope": request.POST.get("scope", "")}
    actions.end_role(username=username, **asked, by=request.actor)
    return redirect("office:user", username=username)


@require_POST
def account(request: Asked, username: str) -> HttpResponse:
    is_to_open = request.POST.get("state") == "open"
    act = actions.open_account if is_to_open else actions.close_account
    try:
        act(username=username, by=request.actor)
    except Refused as refused:
        return _shown(request, username, refused.reasons, 422)
    return redirect("office:user", username=username)


@require_POST
def password(request: Asked, username: str) -> HttpResponse:
    form = NewPasswordForm(request.POST)
    if not form.is_valid():
        return _shown(request, username, status=422, new_password=form)
    new = form.cleaned_data["new"]
    try:
        actions.set_password(username=username, password=new, by=request.actor)
    except Refused as refused:
        return _shown(request, username, refused.reasons, 422, new_password=form)
    said = _("The new password is set, and %(username)s is signed out everywhere.")
    success(request, said % {"username": username})
    return redirect("office:user", username=username)


def _shown(
    request: Asked,
    username: str,
    refusals: Sequence[Refusal] = (),
    status: int = 200,
    new_password: NewPasswordForm | None = None,
) -> HttpResponse:
    seen = kernel.user_named(by=request.actor, username=username)
    places = queries.scopes(by=request.actor)
    asked = request.POST if "role" in request.POST else None
    form = RoleForm(
        initial=asked and asked.dict(),
        roles=[(r.code, in_words(r.title)) for r in ROLES.values() if r is not GroupMember],
        places=[(code, name(each)) for code, each in places.items()],
    )
    shown = {
        "seen": seen,
        "form": form,
        "new_password": new_password or NewPasswordForm(),
        "ended": kernel.roles_ended(by=request.actor, user=seen),
        "places": places,
        "refusals": refusals,
        "may_manage": request.actor.may(Permission.USER_MANAGE)
        and seen.pk != request.actor.user_id,
        "may_read_journal": request.actor.may(Permission.JOURNAL_VIEW),
    }
    return render(request, "office/user.html", shown, status=status)
