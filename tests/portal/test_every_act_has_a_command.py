"""What a person may do in an area, its command can do; what only the queue or another act does is named."""

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest

import kargosha

AREAS = Path(kargosha.__file__).parent / "areas"
WITHOUT: dict[str, str] = {
    "applications.mark_undecided": "publishing a round does it",
    "applications.receive_applications": "a list is received by `receive`",
    "applications.register_activities": "a list is taken in by `activities`",
    "applications.save_draft": "a draft is kept on the way through the pages; a command hands in at once",
    "allocation.find_changes": "the worker searches what was asked for",
    "allocation.price_quotas": "the worker does it after a portfolio is computed",
    "allocation.solve_run": "the worker computes",
    "allocation.verify_nearest": "the worker does it after a portfolio is computed",
    "funding.release": "another act gives reserved money back",
    "funding.reserve": "approving a portfolio does it",
    "registry.form_groups": "a list of groups is taken in by `import`",
}
"""Acts that have no command of their own, each with the reason."""


def acts(area: str) -> set[str]:
    """Return the actions that an area offers."""
    offered = import_module(f"kargosha.areas.{area}.actions")
    return {name for name in offered.__all__ if inspect.isfunction(getattr(offered, name))}


def called(area: str) -> set[str]:
    """Return the actions that the command of an area calls, or hands on to what it shares."""
    folder = AREAS / area
    files = [*folder.glob("cli.py"), *folder.glob("cli/*.py"), *folder.glob("forms/*.py")]
    return {
        name
        for file in files
        for name in re.findall(r"\bactions\.([a-z_]+)", file.read_text(encoding="utf-8"))
    }


@pytest.mark.parametrize("area", ["funding", "registry", "applications", "allocation"])
def test_every_act_of_a_person_has_a_command(area: str) -> None:
    excused = {name.partition(".")[2] for name in WITHOUT if name.startswith(f"{area}.")}

    assert acts(area) - called(area) == excused
