"""The letters of a round as a table for a spreadsheet."""

from kargosha.analysis.tables import Column, Table

LETTERS = Table(
    "letters",
    (
        Column("code", "text", "code of the proposal", required=True),
        Column("name_fa", "text", "Persian name"),
        Column("name_en", "text", "English name"),
        Column("place_code", "text", "code of its place", required=True),
        Column("letter", "text", "granted, waits, refused or ineligible", required=True),
        Column("reason", "text", "code of the reason", required=True),
        Column("amount", "rials", "money granted", required=True),
        Column("firm_amount", "rials", "of it deposited when the letter was written"),
        Column("waiting_amount", "rials", "of it not deposited when the letter was written"),
    ),
)
