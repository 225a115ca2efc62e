"""Which proposals may be funded by the rule book: every rule asked of each, every failure named."""

from kargosha.analysis.applications.eligibility import Finding, Verdict, eligibility
from kargosha.analysis.applications.tables import ELIGIBILITY, MEMBERS, PROPOSALS

__all__ = ["ELIGIBILITY", "MEMBERS", "PROPOSALS", "Finding", "Verdict", "eligibility"]
