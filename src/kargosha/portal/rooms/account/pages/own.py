from django.contrib.auth import update_session_auth_hash
from django.contrib.messages import success
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kargosha.kernel import actions
from kargosha.kernel.access import require
from kargosha.kernel.asking import Asked
from kargosha.kernel.errors import Refused
from kargosha.kernel.roles import Permission
from kargosha.portal.rooms.account.forms import PasswordForm
from kargosha.portal.rooms.account.pages.onward import onward

YEAR = 365 * 24 * 3600


@require_http_methods(["GET", "POST"])
def password(request: Asked) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    require(request.actor, Permission.ACCOUNT_KEEP)
    shown: dict[str, object] = {"form": form}
    if form.is_valid():
        given = {"old": form.cleaned_data["old"], "new": form.cleaned_data["new"]}
        try:
            user = actions.change_password(**given, by=request.actor)
        except Refused as refused:
            shown["refusals"] = refused.reasons
        else:
            update_session_auth_hash(request, user)
            success(request, _("The password is changed. Elsewhere you are signed out."))
            return redirect("account:password")
    return render(request, "account/password.html", shown, status=422 if form.is_bound else 200)


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    answer = HttpResponseRedirect(onward(request) or "/")
    chosen = request.POST.get("language", "")
    if check_for_language(chosen):
        answer.set_cookie("django_language", chosen, max_age=YEAR, samesite="Lax")
    return answer
