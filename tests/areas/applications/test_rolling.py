"""What a round leaves undecided goes on to the next call by itself, at most twice."""

from datetime import timedelta

import pytest

from kargosha.areas.applications import actions
from kargosha.areas.applications.frames.rolling import taken_over
from kargosha.areas.applications.models import (
    Application,
    ApplicationMember,
    Call,
    EligibilityFinding,
    JobPledge,
    Undecided,
    Withdrawal,
)
from kargosha.areas.registry.models import Group, Person
from kargosha.areas.territory.models import Place
from kargosha.kernel import clock
from kargosha.kernel.errors import NotAllowed
from kargosha.kernel.models import JournalEntry
from tests.universe import BILLION, CLOSES, OPENS, STAGE, People, application

TEXT = actions.CallText("دور", "Round", "متن", "Text")


def opened(code: str, *, is_open: bool = True, **others: object) -> Call:
    today = clock.today()
    opens, closes = (today, today + timedelta(days=30)) if is_open else (OPENS, CLOSES)
    terms = actions.CallTerms(opens, closes, min(closes, today), {}, [], **others)  # type: ignore[arg-type]
    return actions.open_call(code=code, text=TEXT, terms=terms, by=STAGE)


def marked(*codes: str) -> int:
    found = Application.objects.filter(code__in=codes).values_list("pk", flat=True)
    return actions.mark_undecided(application_ids=found, by=STAGE)


def withdrawn(code: str) -> None:
    proposal = Application.objects.get(code=code)
    Withdrawal.objects.create(application=proposal, withdrawn_at=clock.now())


def peopled(code: str, *names: str) -> list[Person]:
    """Give a proposal members, one of whom has left it, and a pledge for the first."""
    proposal = Application.objects.get(code=code)
    people = [
        Person.objects.get_or_create(
            family_name=name,
            defaults={
                "given_name": "N",
                "sex": "female",
                "document_kind": "none",
                "place_code": proposal.place_code,
                "place": proposal.place,
                "registered_at": clock.now(),
            },
        )[0]
        for name in names
    ]
    ApplicationMember.objects.bulk_create(
        ApplicationMember(application=proposal, call=proposal.call, person=each, production_years=3)
        for each in people
    )
    JobPledge.objects.create(application=proposal, title="weaver", person=people[0])
    return people


def codes_in(call: Call) -> list[str]:
    return [each.code for each in call.applications.order_by("code")]


def test_an_undecided_proposal_goes_on_to_the_call_that_is_open(district: People) -> None:
    ali, mina = peopled("weavers", "Ali", "Mina")
    call = opened("autumn")

    assert marked("weavers") == 1

    copy = Application.objects.get(call=call)
    assert (copy.code, copy.rolled_count, copy.rolled_from.code) == ("weavers-2", 1, "weavers")  # type: ignore[union-attr]
    assert (copy.amount, copy.submitted_on, copy.tags) == (8 * BILLION, OPENS, ["women"])
    assert [each.person for each in copy.members.all()] == [ali, mina]
    assert [(each.title, each.person) for each in copy.pledges.all()] == [("weaver", ali)]
    entries = JournalEntry.objects.filter(event__startswith="applications.").order_by("id")
    assert [(each.event, each.subject) for each in entries][-2:] == [
        ("applications.undecided", "call:spring"),
        ("applications.rolled", "call:autumn"),
    ]


def test_without_an_open_call_it_waits_for_the_next_one(district: People) -> None:
    opened("past", is_open=False)
    marked("weavers", "dairy")
    assert not Application.objects.exclude(rolled_from=None).exists()

    call = opened("autumn")

    assert codes_in(call) == ["dairy-2", "weavers-2"]
    assert codes_in(opened("winter")) == []


def test_a_proposal_rolls_over_at_most_twice(district: People) -> None:
    first = opened("first")
    marked("weavers")
    second = opened("second")
    marked("weavers-2")
    third = opened("third")

    assert marked("weavers-3") == 0
    assert [codes_in(each) for each in (first, second, third)] == [
        ["weavers-2"],
        ["weavers-3"],
        [],
    ]


def test_it_goes_only_where_it_fits(district: People) -> None:
    marked("weavers", "dairy", "cobblers")

    assert codes_in(opened("tabriz", place_codes=["0303"])) == ["cobblers-2"]
    assert codes_in(opened("milk", activity_codes=["dairy"])) == ["dairy-2"]
    assert codes_in(opened("hashtrud", place_codes=["0311", "0303"])) == ["weavers-2"]


def test_what_was_withdrawn_refused_by_a_rule_or_marked_stays(district: People) -> None:
    withdrawn("weavers")
    EligibilityFinding.objects.create(
        application=Application.objects.get(code="dairy"),
        rules_on=CLOSES,
        is_eligible=False,
        failures=[{"rule": "eligibility.group_members"}],
        found_at=clock.now(),
    )

    assert marked("weavers", "dairy", "cobblers") == 1
    assert marked("cobblers") == 0
    assert Undecided.objects.get().application.code == "cobblers"


def test_what_is_withdrawn_while_it_waits_is_not_taken_over(district: People) -> None:
    marked("weavers", "dairy")
    withdrawn("weavers")

    assert codes_in(opened("autumn")) == ["dairy-2"]


def test_a_person_stands_in_one_proposal_of_the_call(district: People) -> None:
    peopled("weavers", "Ali")
    peopled("dairy", "Ali2", "Mina")
    call = opened("autumn")
    row = application("fresh", "0311", BILLION, submitted_on=clock.today())
    actions.receive_applications(call_code="autumn", applications=[row], by=STAGE)
    fresh = Application.objects.get(code="fresh")
    ApplicationMember.objects.create(
        application=fresh, call=call, person=Person.objects.get(family_name="Ali")
    )

    marked("weavers", "dairy")

    assert codes_in(call) == ["dairy-2", "fresh"]


def test_a_group_that_has_proposed_anew_is_not_given_a_second_proposal(district: People) -> None:
    group = Group.objects.create(
        code="g",
        kind="group",
        name_fa="گ",
        name_en="G",
        place=Place.objects.get(code="0311"),
        place_code="0311",
        formed_on=OPENS,
        registered_at=clock.now(),
    )
    spring = Application.objects.get(code="weavers")
    fields = {
        each.attname: getattr(spring, each.attname)
        for each in Application._meta.concrete_fields
        if each.attname not in ("id", "code", "group_id", "call_id")
    }
    old = Application.objects.create(code="old", group=group, call=spring.call, **fields)
    call = opened("autumn")
    Application.objects.create(code="anew", group=group, call=call, **fields)

    marked(old.code, "weavers")

    assert codes_in(call) == ["anew", "weavers-2"]
    assert codes_in(opened("winter")) == ["old-2"]


def test_a_group_may_take_back_what_went_on_and_its_people_are_free(district: People) -> None:
    (ali,) = peopled("weavers", "Ali")
    call = opened("autumn")
    marked("weavers")

    actions.withdraw_application(code="weavers-2", by=STAGE)

    assert not ApplicationMember.objects.filter(call=call, person=ali, left_at=None).exists()
    assert marked("weavers-2") == 0
    assert codes_in(opened("winter")) == []


def test_a_frozen_call_takes_nothing_over(district: People) -> None:
    call = opened("past", is_open=False)
    actions.freeze_call(call_code="past", by=district.chair)
    marked("weavers")

    assert taken_over(Call.objects.get(pk=call.pk)) == []


def test_a_code_that_is_taken_or_too_long_is_replaced_by_one_of_its_own(district: People) -> None:
    long = "a" * 49
    actions.receive_applications(
        call_code="spring",
        applications=[application(long, "0311", 1), application("dairy-2", "0311", 1)],
        by=STAGE,
    )
    pks = {each.code: each.pk for each in Application.objects.all()}
    marked(long, "dairy")

    taken_over = codes_in(opened("autumn"))

    assert taken_over == sorted([f"rolled-{pks['dairy']}-2", f"rolled-{pks[long]}-2"])


def test_only_who_may_roll_marks(district: People) -> None:
    with pytest.raises(NotAllowed):
        actions.mark_undecided(application_ids=[], by=district.chair)
