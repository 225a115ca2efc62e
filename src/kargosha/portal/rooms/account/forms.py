from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _

from kargosha.files import identifiers


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


class PasswordForm(forms.Form):
    old = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        strip=False,
        help_text=_(
            "At least eight characters, neither a common word nor digits only. Several words that do "
            "not belong together are easy to keep."
        ),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("New password again"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, str]:
        typed = super().clean() or {}
        if typed.get("new") != typed.get("again"):
            self.add_error("again", _("The two are not the same. Type the new password again."))
        return typed
