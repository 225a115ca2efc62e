"""A command line that click refuses is said in Persian, by what click itself says in English."""

import shlex
from pathlib import Path

import click
import pytest

from kargosha.files.doors.usage import FAMILY, in_words
from kargosha.files.words import sentences

CASES = {
    "no_such_option": ("sign --kine", "گزینهٔ «--kine» نیست. آیا منظورتان «--kind» است؟"),
    "meant_one_of": (
        "sign --hig",
        "گزینهٔ «--hig» نیست. آیا منظورتان یکی از این‌هاست: --high، --higher؟",
    ),
    "no_such_command": ("conquer", "فرمان «conquer» نیست."),
    "meant": ("sing", "فرمان «sing» نیست. آیا منظورتان «sign» است؟"),
    "missing_command": ("--verbose", "فرمانی نوشته نشده است. یکی از فرمان‌ها را بنویسید."),
    "missing_option": ("sign --kind a", "گزینهٔ «--code» لازم است و نوشته نشده است."),
    "missing_option_of": (
        "sign",
        "گزینهٔ «--kind» لازم است و نوشته نشده است. یکی از این‌ها را برگزینید:\n\ta,\n\tb",
    ),
    "missing_argument": ("decide", "مقدار «RUN» لازم است و نوشته نشده است."),
    "missing_argument_of": (
        "decide 1",
        "مقدار «{approved|rejected}» لازم است و نوشته نشده است. "
        "یکی از این‌ها را برگزینید:\n\tapproved,\n\trejected",
    ),
    "extra_argument": ("decide 1 approved 2", "این مقدار زیادی است: 2. آن را بردارید."),
    "extra_arguments": ("decide 1 approved 2 3", "این مقدارها زیادی است: 2 3. آن‌ها را بردارید."),
    "no_value_given": (
        "sign --kind",
        "گزینهٔ «--kind» مقدار می‌خواهد. مقدارش را پس از آن بنویسید.",
    ),
    "no_value_taken": (
        "--verbose=1 sign",
        "گزینهٔ «--verbose» مقدار نمی‌پذیرد. آن را بی‌مقدار بنویسید.",
    ),
    "not_one_of": (
        "sign --kind c",
        "مقدار «--kind» پذیرفتنی نیست: «c» هیچ‌یک از این‌ها نیست: a، b.",
    ),
    "value": (
        'sign --kind "it\'s"',
        "مقدار «--kind» پذیرفتنی نیست: «it's» هیچ‌یک از این‌ها نیست: a، b.",
    ),
    "no_number": ("sign --kind a --high x", "مقدار «--high» پذیرفتنی نیست: «x» عدد نیست."),
    "no_whole_number": ("decide one approved", "مقدار «RUN» پذیرفتنی نیست: «one» عدد درست نیست."),
    "no_such_day": (
        "sign --kind a --from soon",
        "مقدار «--from» پذیرفتنی نیست: «soon» به شکل «%Y-%m-%d» نیست.",
    ),
    "directory": ("sign --kind a --out .", "مقدار «--out» پذیرفتنی نیست: «.» پوشه است، نه پرونده."),
    "unreadable": (
        "sign --kind a --out locked",
        "مقدار «--out» پذیرفتنی نیست: پروندهٔ «locked» خواندنی نیست. دسترسی به آن را بررسی کنید.",
    ),
    "unreadable_path": (
        "sign --kind a --table locked",
        "مقدار «--table» پذیرفتنی نیست: «locked» خواندنی نیست. دسترسی به آن را بررسی کنید.",
    ),
}


@click.group()
@click.option("--verbose", is_flag=True)
def office(**_: object) -> None:
    """An office with every kind of option and argument that our commands have."""


@office.command()
@click.option("--kind", type=click.Choice(["a", "b"]), required=True)
@click.option("--high", type=float)
@click.option("--higher", type=float)
@click.option("--from", "day", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--table", type=click.Path(path_type=Path))
@click.option("--code", required=True)
def sign(**_: object) -> None: ...


@office.command()
@click.argument("run", type=int)
@click.argument("verdict", type=click.Choice(["approved", "rejected"]))
def decide(**_: object) -> None: ...


@pytest.fixture
def refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Give what click raises for a line, in a folder with a file that nobody may read."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "locked").touch()
    monkeypatch.setattr("os.access", lambda *_: False)  # root may read everything

    def raised(line: str) -> click.UsageError:
        with pytest.raises(click.UsageError) as caught:
            office.main(shlex.split(line), "office", standalone_mode=False)
        return caught.value

    return raised


@pytest.mark.parametrize("code", CASES)
def test_what_click_refuses_is_said_in_persian(code: str, refused) -> None:  # type: ignore[no-untyped-def]
    line, said = CASES[code]

    refusal = in_words(refused(line), "fa")

    assert refusal.message.endswith(f"خطا: {said}")
    assert refusal.exit_code == 2


def test_every_sentence_of_click_that_is_known_is_one_it_says() -> None:
    codes = [code.split(".", 1) for code in sentences("en")]
    known = {name for family, name in codes if family == FAMILY}

    assert known == {*CASES, "shown", "bare"}


def test_how_the_command_is_used_and_where_help_is_are_said_first(refused) -> None:  # type: ignore[no-untyped-def]
    said = in_words(refused("sign --kine"), "fa").message

    assert said.startswith("کاربرد: office sign [OPTIONS]\nراهنما: office sign --help\n\nخطا: ")


def test_what_is_not_known_of_click_stays_english() -> None:
    assert in_words(click.UsageError("The moon is full."), "fa").message == "خطا: The moon is full."
