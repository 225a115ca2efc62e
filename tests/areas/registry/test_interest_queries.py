"""Who looks for a group is found by place, skill and name; who fits stands by nearness, then record."""

import pytest

from kargosha.areas.registry import actions, queries
from kargosha.areas.registry.actions import FormedRow, InterestRow, ProposedRow
from kargosha.areas.registry.models import Interest, ProposedGroup
from kargosha.areas.registry.queries import interest as nearness
from kargosha.areas.territory.models import Place
from kargosha.kernel.errors import NotAllowed, NotFound
from kargosha.kernel.roles import Permission
from tests.areas.registry.flows import formed, person
from tests.areas.registry.test_interest import agree, invitations, looking, proposed
from tests.universe import STAGE, People

TABRIZ = {"place_code": "0303"}


def skilled(number: int, *skills: str, years: int = 0, **others: object) -> Interest:
    return looking(number, InterestRow(skills, years), **others)


def village(code: str, parent: Place, latitude: float | None) -> Place:
    """Return a village of the county, where no test needs its true name."""
    place = Place(
        code=code,
        slug=f"v-{code}",
        kind="village",
        name_fa=f"روستای {code}",
        parent=parent,
        latitude=latitude,
        longitude=latitude and 47.0,
        source="the tests",
    )
    place.set_keys()
    place.save()
    return place


def test_the_list_shows_who_looks_and_is_in_no_group(people: People) -> None:
    first, second = skilled(1, "dairy"), skilled(2, "carpet_weaving")
    actions.end_interest(interest_id=skilled(3, "dairy").pk, by=STAGE)
    joined = skilled(4, "dairy").person_id
    formed(person(11), person(12), person(13))
    member = actions.MemberRow(joined)
    actions.enter_member(group_code="weavers", member=member, by=people.officer)

    assert list(queries.interests(by=people.county)) == [first, second]
    assert list(queries.interests(by=people.county, skill="dairy")) == [first]


def test_people_are_found_by_name_code_and_place(people: People) -> None:
    here, away = skilled(1, "dairy"), skilled(2, "dairy", **TABRIZ)
    code = here.person.code

    def found(by: object = people.officer, **asked: str) -> list[Interest]:
        return list(queries.interests(by=by, **asked))  # type: ignore[arg-type]

    assert found(search="نمونه 2") == [away]
    assert found(search=code) == [here]
    assert found(search="x" * 12) == []
    assert found(place="تبریز") == [away]
    assert found(place="0311") == [here]
    assert found(people.auditor, search="نمونه") == []
    assert found(people.auditor, search=code) == [here]
    assert found(people.county) == [here]
    with pytest.raises(NotAllowed):
        found(people.nobody)


def test_names_are_for_those_who_register_people(people: People) -> None:
    entry = skilled(1, "dairy")

    (mine,) = queries.interest_lines(by=people.county, found=[entry])
    (theirs,) = queries.interest_lines(by=people.auditor, found=[entry])

    assert (mine.seen.name, mine.may_end) == (entry.person.full_name, True)
    assert (theirs.seen.name, theirs.may_end) == ("", False)
    assert theirs.row["skills"] == ["dairy"]


def test_the_list_and_its_file_hold_the_same_people(people: People) -> None:
    skilled(1, "dairy")
    skilled(2, "carpet_weaving")
    asked = {"skill": "dairy"}

    shown = queries.interest_list(by=people.county, asked=asked)
    file = queries.interests_file(by=people.county, asked=asked)

    assert len(shown["lines"]) == 1  # type: ignore[arg-type]
    assert shown["may_register"]
    assert file.content.decode("utf-8-sig").count("\n") == 2
    with pytest.raises(NotFound):
        queries.interests_file(by=people.county, asked=asked, ending="pdf")


def test_who_fits_stands_by_nearness_and_then_by_record(people: People) -> None:
    county = Place.objects.get(code="0311")
    near, far = village("03110001", county, 37.5), village("03110002", county, 37.9)
    beside, unknown = village("03110003", county, None), village("03110004", near, None)
    here = village("03110005", county, 37.45)
    entries = {
        name: skilled(number, "dairy", years=years, place_code=place.code)
        for number, (name, place, years) in enumerate(
            [
                ("far", far, 9),
                ("unknown", unknown, 9),
                ("beside", beside, 0),
                ("short", here, 1),
                ("long", here, 5),
                ("near", near, 0),
            ]
        )
    }
    skilled(20, "carpet_weaving", place_code=here.code)

    fitting = queries.who_fits(by=people.county, place=here.code, skill="dairy")

    order = [line.interest for line in fitting.lines]
    assert order == [
        entries[name] for name in ("long", "short", "near", "far", "beside", "unknown")
    ]
    kms = [line.km for line in fitting.lines]
    assert kms[:2] == [0, 0]
    assert kms[2] == pytest.approx(0.05 * 111.2, rel=0.01)
    assert kms[4:] == [None, None]


def test_fitting_is_for_those_who_register_groups_there(people: People) -> None:
    skilled(1, "dairy", **TABRIZ)

    assert queries.who_fits(by=people.county, place="0311", skill="dairy").lines == []
    with pytest.raises(NotFound):
        queries.who_fits(by=people.county, place="0399", skill="dairy")
    with pytest.raises(NotAllowed):
        queries.who_fits(by=people.auditor, place="0311", skill="dairy")
    assert nearness.MOST_FITTING < 100


def given_up(people: People) -> ProposedGroup:
    those = [each.person_id for each in Interest.objects.filter(ended_at=None)]
    row = ProposedRow("گروه دیگر", "dairy", "0311")
    made = actions.propose_group(row=row, person_ids=those, by=people.county)
    return actions.give_up_proposed_group(proposed_id=made.pk, by=people.county)


def test_proposals_stand_by_whether_they_wait(people: People) -> None:
    waits = proposed(people.county, 4)
    ended = given_up(people)

    def found(**asked: str) -> list[ProposedGroup]:
        return list(queries.proposed_groups(by=people.county, **asked))

    assert found() == [waits, ended]
    assert found(state="open") == [waits]
    assert found(state="given_up") == [ended]
    assert found(place="0311") == [waits, ended]
    assert found(place="تبریز") == []
    with pytest.raises(NotAllowed):
        queries.proposed_groups(by=people.nobody)


def test_a_proposal_counts_its_answers(people: People) -> None:
    made = proposed(people.county, 4)
    first, *others = invitations(made)
    agree(people.county, first, *others[:2])
    say_no = {"invitation_id": others[2].pk, "answer": "declined", "way": "in_person"}
    actions.answer_invitation(**say_no, by=people.county)  # type: ignore[arg-type]

    (enough,) = queries.proposed_lines(by=people.county, found=list(_all(people)))
    row = FormedRow(first.person_id, code="new")
    actions.form_proposed_group(proposed_id=made.pk, row=row, by=people.county)
    (formed_,) = queries.proposed_lines(by=people.auditor, found=list(_all(people)))

    assert (enough.state, enough.invited_count, enough.agreed_count) == ("enough", 4, 3)
    assert (enough.declined_count, enough.least, enough.may_end) == (1, 3, True)
    assert enough.duty is not None
    assert enough.row["due_on"] == enough.duty.due_on
    assert (formed_.state, formed_.agreed_count, formed_.may_end) == ("formed", 3, False)
    assert formed_.row["group"] == "new"


def test_a_proposal_shows_what_each_answered(people: People) -> None:
    made = proposed(people.county)
    agree(people.county, invitations(made)[0])

    page = queries.proposed_page(by=people.county, proposed_id=made.pk)
    read = queries.proposed_page(by=people.auditor, proposed_id=made.pk)

    assert [(line.answer, line.may_answer) for line in page.lines] == [
        ("agreed", False),
        ("none", True),
        ("none", True),
    ]
    assert not any(line.may_answer or line.seen.name for line in read.lines)
    with pytest.raises(NotFound):
        queries.proposed_page(by=people.county, proposed_id=0)


def test_the_list_of_proposals_and_its_file_agree(people: People) -> None:
    proposed(people.county)

    shown = queries.proposed_list(by=people.county, asked={"state": "open"})
    file = queries.proposed_groups_file(by=people.county, asked={"state": "open"})

    assert len(shown["lines"]) == 1  # type: ignore[arg-type]
    assert file.content.decode("utf-8-sig").count("\n") == 2


def test_ones_own_invitations_are_ones_own(people: People) -> None:
    proposed(people.county)
    nobody = people.nobody.acting(Permission.GROUP_OWN)

    assert list(queries.own_invitations(by=nobody)) == []
    with pytest.raises(NotAllowed):
        queries.own_invitations(by=people.county)
    with pytest.raises(NotAllowed):
        queries.own_interest(by=people.county)


def _all(people: People) -> list[ProposedGroup]:
    return list(queries.proposed_groups(by=people.auditor))
