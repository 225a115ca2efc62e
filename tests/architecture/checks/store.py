"""What is stored: which way foreign keys point, what is personal, what the glossary explains."""

import json
import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.architecture.checks.dependency import flow, run
from tests.architecture.checks.tree import modules

FACTS = Path(__file__).with_name("django_facts.py")
SURELY_PERSONAL = re.compile(
    r"national_id|phone|mobile|email|address|birth|sheba|username|full_name|given_name|family_name"
)


@dataclass(frozen=True)
class Stored:
    """One model as Django knows it."""

    name: str
    module: str
    fields: list[str]
    personal: dict[str, str] | None
    doc: str
    relations: list[tuple[str, str, str]]

    @property
    def area(self) -> str:
        """The area it belongs to; ``kernel`` for what all areas share."""
        steps = self.module.split(".")
        return steps[2] if steps[1] == "areas" else steps[1]


def stored(root: Path) -> list[Stored]:
    """Return the models of a checkout."""
    models = [each for each in modules(root) if "models" in each.name.split(".")]
    return _stored(root.resolve(), "".join(each.text for each in models))


def broken_relations(root: Path) -> list[str]:
    """Return foreign keys that point down the flow, where no import would show them."""
    order = ["kernel", *flow(root), "portal"]
    found = []
    for model in stored(root):
        for field, module, target in model.relations:
            steps = module.split(".")
            owner = steps[2] if steps[1] == "areas" else steps[1]
            if steps[0] == "kargosha" and order.index(owner) > order.index(model.area):
                found.append(
                    f"{model.module}.{model.name}.{field} points at {owner}.{target}, "
                    "which comes later in the flow"
                )
    return found


def broken_personal(root: Path) -> list[str]:
    """Return models that do not say which of their fields are personal and how they are masked."""
    found = []
    for model in stored(root):
        name = f"{model.module}.{model.name}"
        if model.personal is None:
            found.append(f"{name} declares no `personal` fields (an empty mapping for none)")
            continue
        found += [
            f"{name}.personal names {field}, which is no field of it"
            for field in model.personal.keys() - set(model.fields)
        ]
        found += [
            f"{name}.personal does not say how {field} is masked"
            for field, masked in model.personal.items()
            if not masked.strip()
        ]
        found += [
            f"{name}.{field} is personal and not declared so"
            for field in model.fields
            if SURELY_PERSONAL.search(field) and field not in model.personal
        ]
    return found


def broken_glossary(root: Path) -> list[str]:
    """Return models whose name the glossary does not explain, and words it explains twice."""
    text = (root / "GLOSSARY.md").read_text(encoding="utf-8")
    words = re.findall(r"^\| \*\*(.+?)\*\* \|", text, re.MULTILINE)
    plain = {word.replace(" ", "").replace("-", "").lower() for word in words}
    found = [
        f"{model.module}.{model.name} does not stand in GLOSSARY.md"
        for model in stored(root)
        if model.name.lower() not in plain
    ]
    return found + [f"GLOSSARY.md explains {word!r} twice" for word in _twice(words)]


def broken_model_sentences(root: Path) -> list[str]:
    """Return models without the one sentence on what a row is."""
    return [
        f"{model.module}.{model.name} does not say what a row is: no docstring"
        for model in stored(root)
        if not model.doc.strip() or model.doc.startswith(f"{model.name}(")
    ]


def _twice(words: list[str]) -> list[str]:
    return sorted({word for word in words if words.count(word) > 1})


@lru_cache(maxsize=64)
def _stored(root: Path, models: str) -> list[Stored]:
    del models  # another text of the models is another question
    answer = run(root, sys.executable, str(FACTS))
    if answer.returncode:
        raise AssertionError(answer.stderr)
    return [Stored(**each) for each in json.loads(answer.stdout)]
