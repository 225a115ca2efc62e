from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from kargosha.files import identifiers
from kargosha.portal.passwords import NewPasswordForm


class SignInForm(AuthenticationForm):
    username = forms.CharField(
        label=_("User name"), widget=forms.TextInput({"autocomplete": "username", "dir": "ltr"})
    )
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput({"autocomplete": "current-password"})
    )
    error_messages = {
        "invalid_login": _(
            "This name and password do not belong together, or were typed wrong too often. Check both, "
            "wait some minutes and try again."
        ),
        "inactive": _("This account is closed. Ask the administrator of your office."),
    }


class MobileForm(forms.Form):
    mobile = forms.CharField(
        label=_("Mobile number"),
        max_length=40,
        widget=forms.TextInput(
            {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "dir": "ltr"}
        ),
    )

    def clean_mobile(self) -> str:
        known = identifiers.mobile(self.cleaned_data["mobile"])
        if known is None:
            raise forms.ValidationError(
                _("This is no mobile number. Write eleven digits that begin with 09."), "invalid"
            )
        return known


class CodeForm(forms.Form):
    mobile = forms.CharField(max_length=40, widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("Code from the message"),
        max_length=40,
        widget=forms.TextInput(
            {
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "autofocus": True,
                "dir": "ltr",
                "class": "code",
            }
        ),
    )


class PasswordForm(NewPasswordForm):
    old = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )

    field_order = ("old", "new", "again")
