"""Faults in what is stored: relations, persons, words."""

from tests.architecture.checks import store
from tests.architecture.faults.fault import MODELS, Fault


def a_model(fields: str = "", personal: str = "{}", sentence: str = '"""A planted row."""') -> str:
    """Return a model in good form but for the part that is given."""
    declared = f"    personal: ClassVar[Mapping[str, str]] = {personal}\n" if personal else ""
    said = f"    {sentence}\n" if sentence else ""
    return (
        f"\n\nclass Planted(models.Model):\n{said}{declared}{fields}    note = models.TextField()\n"
    )


STORED = (
    Fault(
        "a foreign key down the flow",
        store.broken_relations,
        "comes later in the flow",
        MODELS,
        a_model('    run = models.ForeignKey("allocation.Run", on_delete=models.PROTECT)\n'),
    ),
    Fault(
        "a model silent on persons",
        store.broken_personal,
        "declares no `personal`",
        MODELS,
        a_model(personal=""),
    ),
    Fault(
        "a personal field kept quiet",
        store.broken_personal,
        "Planted.mobile is personal",
        MODELS,
        a_model("    mobile = models.CharField(max_length=11)\n"),
    ),
    Fault(
        "a mask for no field",
        store.broken_personal,
        "which is no field of it",
        MODELS,
        a_model(personal='{"phone": "last digits"}'),
    ),
    Fault(
        "a personal field unmasked",
        store.broken_personal,
        "does not say how note is masked",
        MODELS,
        a_model(personal='{"note": ""}'),
    ),
    Fault(
        "a model that the glossary lacks",
        store.broken_glossary,
        "Planted does not stand in GLOSSARY.md",
        MODELS,
        a_model(),
    ),
    Fault(
        "a word explained twice",
        store.broken_glossary,
        "'Place' twice",
        "GLOSSARY.md",
        "| **Place** | again | جا | |\n",
    ),
    Fault(
        "a model without a sentence",
        store.broken_model_sentences,
        "does not say what a row is",
        MODELS,
        a_model(sentence=""),
    ),
)
