"""A new password, typed twice: by its owner, or by the administrator for who forgot it."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NewPasswordForm(forms.Form):
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
