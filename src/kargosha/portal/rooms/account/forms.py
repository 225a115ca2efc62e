from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    username = forms.CharField(
        label=_("User name"),
        widget=forms.TextInput({"autofocus": True, "autocomplete": "username"}),
    )
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    error_messages = {
        "invalid_login": _(
            "This name and password do not belong together. Check both and try again."
        ),
        "inactive": _("This account is closed. Ask the administrator of your office."),
    }
