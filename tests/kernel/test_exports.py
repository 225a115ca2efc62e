from urllib.parse import quote

import pytest

from kargosha.analysis.tables import Column, Table
from kargosha.kernel.errors import NotFound
from kargosha.kernel.exports import TakenAlong, handed_out, taken_along

TABLE = Table("list", (Column("name", "text", "a name", required=True),))


def test_rows_are_taken_along_as_a_file_that_a_spreadsheet_opens() -> None:
    csv = taken_along([{"name": "هشترود"}], TABLE, "csv")
    xlsx = taken_along([{"name": "هشترود"}], TABLE, "xlsx")

    assert csv.name == "list.csv"
    assert csv.content.decode("utf-8-sig").split() == ["name", "هشترود"]
    assert xlsx.content[:2] == b"PK"
    with pytest.raises(NotFound):
        taken_along([], TABLE, "exe")


def test_a_file_is_handed_out_under_its_name_and_opened_by_no_browser() -> None:
    answer = handed_out(TakenAlong("فهرست.csv", "text/csv", b"x"))

    assert answer["Content-Disposition"].startswith("attachment")
    assert quote("فهرست.csv") in answer["Content-Disposition"]
    assert answer.content == b"x"
