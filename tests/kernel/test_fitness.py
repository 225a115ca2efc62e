import pytest
from django.apps import apps
from django.db.models import Model

from kargosha.kernel.errors import Refused
from kargosha.kernel.fitness import MOST_TOLD, refuse_unfit
from kargosha.kernel.models import Office, RoleAssignment


def own_models() -> list[type[Model]]:
    return [each for each in apps.get_models() if each.__module__.startswith("kargosha")]


def office(**others: str) -> Office:
    return Office(**({"code": "bank", "name_fa": "بانک", "name_en": "Bank"} | others))


def test_rows_that_fit_pass() -> None:
    refuse_unfit([office(), office(place_code="0311", name_en="two\nlines")])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", ""),
        ("code", "two words"),
        ("code", "c" * 51),
        ("name_fa", "ن" * 121),
        ("name_en", "nul\x00"),
        ("name_en", "half of a pair \ud800"),
    ],
)
def test_a_value_that_its_field_does_not_hold_is_refused_by_name(field: str, value: str) -> None:
    with pytest.raises(Refused) as refused:
        refuse_unfit([office(), office(**{field: value})])

    assert [reason.values["fields"] for reason in refused.value.reasons] == [[field]]


def test_a_row_is_told_by_its_code_or_by_what_it_is() -> None:
    with pytest.raises(Refused) as refused:
        refuse_unfit([office(name_en=""), RoleAssignment(role="a role")])

    told = [reason.values["row"] for reason in refused.value.reasons]
    assert told == ["bank", "roleassignment"]


def test_no_more_rows_are_told_than_anybody_mends() -> None:
    with pytest.raises(Refused) as refused:
        refuse_unfit(office(code="") for _ in range(MOST_TOLD + 1))

    assert len(refused.value.reasons) == MOST_TOLD


def test_the_database_knows_each_choice_too() -> None:
    def known(model: type[Model], field: str) -> object:
        name = f"{model._meta.model_name}_{field}_known"
        found = [each for each in model._meta.constraints if each.name == name]
        return [dict(each.condition.children)[f"{field}__in"] for each in found]  # type: ignore[attr-defined]

    wrong = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.fields
        if field.choices
        and known(model, field.name) != [(*[""] * field.blank, *dict(field.choices))]
    ]

    assert wrong == []
