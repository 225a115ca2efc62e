"""What is shown of money adds up, and is found, sorted and taken along in full."""

from io import BytesIO

import polars as pl
import pytest

from kargosha.areas.funding import queries
from kargosha.kernel.errors import NotAllowed, NotFound
from tests.areas.funding.purse import BILLION, deposit, enter, reserve
from tests.universe import STAGE, People


@pytest.fixture
def moved(district: People) -> People:
    """The rural line: 25 billion needed, 20 approved, 9 allotted, 6 deposited, 4 firm of which 1 is paid."""
    enter("rural", "needed", 25)
    deposit("rural", 6)
    enter("rural", "allotted", 3, "2")
    reserve(("award:1", "rural", 4), ("award:2", "rural", 5), ("award:3", "rural", 1))
    enter("rural", "paid", 1)
    return district


def billions(pieces: tuple[queries.Piece, ...]) -> dict[str, float]:
    return {piece.code: piece.amount / BILLION for piece in pieces}


def test_the_bar_from_needed_to_paid_adds_up(moved: People) -> None:
    bar = queries.money_bar(by=moved.officer, agreement_codes=["rural"])

    assert billions(bar.pieces) == {
        "paid": 1, "firm": 3, "free": 2, "allotted": 3, "approved": 11, "needed": 5,
    }  # fmt: skip
    assert sum(piece.amount for piece in bar.pieces) == bar.whole == 25 * BILLION
    assert billions(bar.promises) == {"paid": 1, "firm": 3, "waiting": 6, "open": 10}
    assert sum(piece.amount for piece in bar.promises) == bar.approved


def test_the_bar_of_all_is_that_of_each_together(moved: People) -> None:
    every = queries.money_bar(by=moved.officer)
    single = [
        queries.money_bar(by=moved.officer, agreement_codes=[code]) for code in ("rural", "co-op")
    ]

    assert every.approved == sum(bar.approved for bar in single) == 30 * BILLION
    assert (every.whole, every.needed) == (30 * BILLION, 25 * BILLION)
    assert queries.money_bar(by=moved.officer, agreement_codes=[]).whole == 0


def test_who_waits_is_shown_with_its_turn_and_what_must_still_come_in(moved: People) -> None:
    reserve(("award:9", "co-op", 2))

    lines = queries.waiting(by=moved.chair)

    assert [(each.row["agreement"], each.turn, each.row["code"]) for each in lines] == [
        ("co-op", 1, "award:9"),
        ("rural", 1, "award:2"),
        ("rural", 2, "award:3"),
    ]
    assert [each.missing // BILLION for each in lines] == [2, 3, 4]
    assert [
        each.reservation.code for each in queries.waiting(by=STAGE, agreement_code="co-op")
    ] == ["award:9"]


def test_agreements_are_found_and_sorted(moved: People) -> None:
    def found(**asked: str) -> list[str]:
        return [each.code for each in queries.agreements(by=moved.officer, **asked)]

    assert found() == ["co-op", "rural"]
    assert found(sort="approved") == ["rural", "co-op"]
    assert found(sort="whim") == ["co-op", "rural"]
    assert found(search="خط rural") == found(source="bank") == ["rural"]


def test_entries_are_those_of_an_agreement_and_a_figure(moved: People) -> None:
    def found(**asked: str) -> list[tuple[str, int]]:
        entries = queries.records(by=moved.auditor, **asked)
        return [(each.figure, each.amount // BILLION) for each in entries]

    assert found(agreement_code="co-op") == [("approved", 10)]
    assert found(agreement_code="rural", figure="allotted") == [("allotted", 3), ("allotted", 6)]
    assert found(figure="paid") == [("paid", 1)]


def test_quotas_are_found_by_name_class_or_rule(moved: People) -> None:
    for words in ("هشترود", "0311", "provincial", "HASHTRUD"):
        assert [each.code for each in queries.quotas(by=STAGE, search=words)] == ["hashtrud"]
    assert not queries.quotas(by=STAGE, search="tourism")


def test_every_list_is_taken_along_in_full(moved: People) -> None:
    files = {
        make.__name__: make(by=moved.auditor, asked={}, ending="csv")
        for make in (
            queries.agreements_file,
            queries.records_file,
            queries.waiting_file,
            queries.quotas_file,
        )
    }
    tables = {name: pl.read_csv(BytesIO(file.content)) for name, file in files.items()}

    assert {name: len(table) for name, table in tables.items()} == {
        "agreements_file": 2,
        "records_file": 7,
        "waiting_file": 2,
        "quotas_file": 1,
    }
    rural = tables["agreements_file"].filter(pl.col("code") == "rural").row(0, named=True)
    assert (rural["firm_amount"], rural["waiting_amount"]) == (4 * BILLION, 6 * BILLION)
    assert tables["quotas_file"]["floor"].to_list() == [5e9]


def test_a_list_is_a_workbook_too_and_nothing_else(moved: People) -> None:
    file = queries.waiting_file(by=moved.auditor, asked={"agreement_code": "rural"}, ending="xlsx")
    import openpyxl

    rows = list(openpyxl.load_workbook(BytesIO(file.content)).active.values)  # type: ignore[union-attr]

    assert (file.name, len(rows)) == ("waiting-for-money.xlsx", 3)
    with pytest.raises(NotFound):
        queries.waiting_file(by=moved.auditor, asked={}, ending="pdf")


def test_an_agreement_that_is_not_there_is_not_found(moved: People) -> None:
    with pytest.raises(NotFound):
        queries.agreement_page(by=moved.officer, code="nowhere")


def test_money_is_seen_by_those_who_may(moved: People) -> None:
    for ask in (
        lambda: queries.money_bar(by=moved.nobody),
        lambda: queries.balances(by=moved.nobody),
        lambda: queries.records(by=moved.county),
        lambda: queries.waiting(by=moved.county),
        lambda: queries.sources(by=moved.county),
        lambda: queries.place_names(by=moved.county, codes=[]),
    ):
        with pytest.raises(NotAllowed):
            ask()
