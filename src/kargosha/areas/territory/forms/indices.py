from django import forms


class PublishForm(forms.Form):
    """What an analyst says of the version that is to be published."""

    level = forms.CharField()
    after = forms.IntegerField(min_value=0)
    note = forms.CharField(required=False)
