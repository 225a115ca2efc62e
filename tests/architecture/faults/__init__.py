"""Deliberate faults, each with the guard that must catch it and a word of what it must say."""

from tests.architecture.faults.acts import ACTS
from tests.architecture.faults.fault import Fault
from tests.architecture.faults.habits import HABITS
from tests.architecture.faults.imports import IMPORTS
from tests.architecture.faults.papers import PAPERS
from tests.architecture.faults.sizes import SIZES
from tests.architecture.faults.speech import SPEECH
from tests.architecture.faults.stored import STORED

__all__ = ["FAULTS", "Fault"]

FAULTS = (*IMPORTS, *HABITS, *ACTS, *STORED, *SPEECH, *SIZES, *PAPERS)
