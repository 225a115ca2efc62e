from kargosha.areas.funding.forms.money import EntryForm
from kargosha.areas.funding.forms.quotas import LegalQuotasForm, QuotaForm
from kargosha.areas.funding.forms.terms import AgreementForm, SourceForm

__all__ = ["AgreementForm", "EntryForm", "LegalQuotasForm", "QuotaForm", "SourceForm"]
