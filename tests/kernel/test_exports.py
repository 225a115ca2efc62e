from urllib.parse import quote

import pytest

from kargosha.analysis.tables import Column, Table
from kargosha.kernel.errors import NotFound
from kargosha.kernel.exports import TakenAlong, handed_back, handed_out, taken_along
from kargosha.kernel.models import Attachment

TABLE = Table("list", (Column("name", "text", "a name", required=True),))


def test_rows_are_taken_along_as_a_file_that_a_spreadsheet_opens() -> None:
    csv = taken_along([{"name": "هشترود"}], TABLE, "csv")
    xlsx = taken_along([{"name": "هشترود"}], TABLE, "xlsx")

    assert csv.name == "list.csv"
    assert csv.content.decode("utf-8-sig").split() == ["name", "هشترود"]
    assert xlsx.content[:2] == b"PK"
    with pytest.raises(NotFound):
        taken_along([], TABLE, "exe")


def test_a_file_has_the_name_it_is_given_and_only_the_columns_of_its_table() -> None:
    made = taken_along([{"name": "هشترود", "secret": 1}, {}], TABLE, "csv", name="list-0303")

    assert made.name == "list-0303.csv"
    assert made.content.decode("utf-8-sig").split() == ["name", "هشترود"]


def test_a_file_is_handed_out_under_its_name_and_opened_by_no_browser() -> None:
    answer = handed_out(TakenAlong("فهرست.csv", "text/csv", b"x"))

    assert answer["Content-Disposition"].startswith("attachment")
    assert quote("فهرست.csv") in answer["Content-Disposition"]
    assert answer.content == b"x"


def test_what_was_handed_in_is_handed_back_as_no_kind_of_page() -> None:
    file = Attachment(name="page.html", media_type="text/html", content=b"<script>")

    assert handed_back(file)["Content-Type"] == "application/octet-stream"
    assert handed_back(file).content == b"<script>"
    assert handed_back(file, "text/csv")["Content-Type"] == "text/csv"
