"""Every code that explains a decision has a sentence, in both languages, with its own figures."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kargosha.analysis.allocation import Portfolio, build, solve
from kargosha.analysis.allocation.changes import KeepRaise
from kargosha.analysis.allocation.explain import explain
from kargosha.files.words import LANGUAGES, Language, say, sentences
from tests.analysis.allocation.instances import made_up

RAISES = [KeepRaise("course", 0.5, 0.6), KeepRaise("evidence", 0.5, 0.9)]
SECRET = ("cutoff", "value_per_billion", "jobs", "price", "aid", "distance")
"""What no applicant may read."""


@given(st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_every_reason_and_change_can_be_said(seed: int) -> None:
    problem = build(made_up(seed))
    plan = solve(problem)
    if not isinstance(plan, Portfolio):
        return

    told = explain(problem, plan, verify=2, raises=dict.fromkeys(range(problem.size), RAISES))

    for language in LANGUAGES:
        for reason in told.reasons:
            assert say(reason.code, reason.values, language)
            assert say(f"{reason.code}.applicant", reason.values, language)
        for change in (change for found in told.changes.values() for change in found):
            assert say(change.code, change.values, language)
            assert (f"{change.code}.applicant" in sentences(language)) == change.for_applicant


@pytest.mark.parametrize("language", LANGUAGES)
def test_applicants_read_no_prices_cut_offs_or_jobs(language: Language) -> None:
    for code, sentence in sentences(language).items():
        if code.endswith(".applicant"):
            assert not any("{" + secret in sentence for secret in SECRET)
