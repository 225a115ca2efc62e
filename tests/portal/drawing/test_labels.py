"""Names beside circles: none lies on another, whatever is to be named."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from kargosha.portal.drawing.labels import LED, Named, Type, placed
from kargosha.portal.drawing.shapes import Box, Circle
from tests.portal.drawing.geometry import area, bitten, shared

FRAME = Box(0, 0, 400, 400)
LETTERS = Type(line=15, letter=7.8)


def circle(x: float, y: float, r: float = 5) -> Circle:
    return Circle(x, y, r)


things = st.lists(
    st.builds(
        Named,
        text=st.text(alphabet="abmilشاه ", min_size=1, max_size=14),
        circle=st.builds(Circle, st.floats(0, 400), st.floats(0, 400), st.floats(3, 30)),
    ),
    max_size=25,
)


@settings(max_examples=30, deadline=None)
@given(things)
def test_no_name_lies_on_another_or_on_a_foreign_circle_or_beyond_the_edge(
    drawn: list[Named],
) -> None:
    labels = placed(tuple(drawn), FRAME, LETTERS)

    assert all(shared(a.box, b.box) < 0.1 for a, b in combinations(labels, 2))
    assert all(area(label.box) - shared(label.box, FRAME) < 0.1 for label in labels)
    for label in labels:
        touched = [thing for thing in drawn if bitten(thing.circle, label.box) > 0.1]
        assert len(touched) <= 1


def test_a_name_alone_stands_below_its_circle_without_a_line() -> None:
    (label,) = placed((Named("Sarab", circle(200, 200)),), FRAME, LETTERS)

    assert label.anchor == "middle"
    assert label.box.top >= 205
    assert label.lead == ""


def test_a_name_keeps_off_the_marks_of_its_own_circle() -> None:
    below = Box(150, 205, 250, 240)

    (label,) = placed((Named("Sarab", circle(200, 200), (below,)),), FRAME, LETTERS)

    assert not shared(label.box, below)


def test_a_name_in_a_crowd_is_tied_to_its_circle_by_a_line() -> None:
    crowd = tuple(
        Named("Torkamanchay", circle(200 + 9 * i, 200 + 9 * j, 4))
        for i in range(3)
        for j in range(3)
    )

    labels = placed(crowd, FRAME, LETTERS)

    led = [label for label in labels if label.lead]
    assert led
    assert all(label.lead.startswith("M") for label in led)
    assert LED > 0


def test_where_there_is_no_room_the_first_keeps_its_name() -> None:
    narrow = Box(0, 0, 60, 40)
    first, second = Named("first", circle(30, 12)), Named("second", circle(30, 14))

    labels = placed((first, second), narrow, LETTERS)

    assert [label.text for label in labels] == ["first"]


def test_the_same_things_give_the_same_drawing() -> None:
    crowd = [Named(f"n{i}", circle(100 + 7 * i, 100 + 3 * (i % 4))) for i in range(9)]

    once = placed(tuple(crowd), FRAME, LETTERS)
    placed.cache_clear()

    assert placed(tuple(crowd), FRAME, LETTERS) == once
