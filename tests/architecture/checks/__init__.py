"""The guards of the house: functions from the root of a checkout to what is wrong in it.

Each is called by `test_the_house_stands` on the project itself, and by `test_the_guards_catch` on
copies in which a deliberate fault was planted.
"""

from collections.abc import Callable
from pathlib import Path

from tests.architecture.checks import (
    acts,
    dependency,
    papers,
    size,
    store,
    templates,
    translations,
    words,
)

Check = Callable[[Path], list[str]]

CHECKS: tuple[Check, ...] = (
    dependency.broken_contracts,
    dependency.broken_lint,
    dependency.broken_flow,
    dependency.broken_meetings,
    dependency.broken_rooms,
    dependency.broken_purity,
    dependency.broken_loading,
    dependency.broken_clock,
    acts.broken_actions,
    acts.broken_queries,
    acts.broken_writes,
    acts.broken_powers,
    store.broken_relations,
    store.broken_personal,
    store.broken_glossary,
    store.broken_model_sentences,
    words.broken_words,
    words.broken_pairs,
    words.broken_twins,
    words.broken_idle_words,
    words.broken_events,
    templates.broken_estimates,
    templates.broken_speech,
    translations.broken_translations,
    size.broken_sizes,
    papers.broken_decisions,
    papers.broken_links,
    papers.broken_readme,
    papers.broken_privacy,
)
