import sys
from pathlib import Path

import click

from kargosha.analysis.errors import BadTable
from kargosha.analysis.registry.table import ROSTER
from kargosha.areas.registry import actions, queries
from kargosha.files import disk
from kargosha.files.doors.options import BAD_INPUT, end_with_faults, language_option, tell_faults
from kargosha.files.registry import CheckedRoster, bad_rows_file, spoken, template_file
from kargosha.files.words import Language, say
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would happen; store nothing.")
@click.option(
    "--skip-bad", is_flag=True, help="Leave out the groups with a bad row, take the rest."
)
@click.option("--bad-rows", type=click.Path(path_type=Path), help="CSV for what is left to mend.")
@language_option
@acting
def import_roster(
    file: Path, dry_run: bool, skip_bad: bool, bad_rows: Path | None, language: Language, by: Actor
) -> None:
    """Take in groups and their members from FILE, a list as `kargosha registry template` makes one.

    Nothing is taken in when a row is bad, unless the groups with bad rows are left out with
    --skip-bad. Ends with 0 when all is well, 2 when the input is wrong.
    """
    try:
        content = disk.content(file, ROSTER.name)
        judged = queries.roster_checked(by=by, name=file.name, content=content)
    except BadTable as error:
        end_with_faults(
            BadTable([spoken(fault, language) for fault in error.faults]),
            {ROSTER.name: file},
            language,
        )
    _tell(judged, file, language)
    if bad_rows and judged.left_out:
        bad_rows.write_bytes(bad_rows_file(judged, language))
        click.echo(say("import.bad_rows", {"file": str(bad_rows)}, language))
    if judged.faults and (not skip_bad or not judged.good_count):
        sys.exit(BAD_INPUT)
    if dry_run:
        return
    source = actions.check_roster(name=file.name, content=content, told_in=language, by=by)
    result = actions.import_roster(roster_id=source.pk, skip_bad=skip_bad, by=by)
    is_as_it_was = not any(result.counts[each] for each in ("groups", "people", "memberships"))
    code = "roster.unchanged" if is_as_it_was else "roster.imported"
    click.echo(say(code, result.counts, language))


@click.command()
@click.option("--out", type=click.Path(path_type=Path), required=True, help="CSV or XLSX to write.")
@language_option
def template(out: Path, language: Language) -> None:
    """Write an empty list of groups with one made-up row that shows how it is filled in."""
    ending = out.suffix.removeprefix(".").casefold()
    if ending not in ("csv", "xlsx"):
        raise click.BadParameter("CSV or XLSX", param_hint="--out")
    out.write_bytes(template_file(language, ending))
    click.echo(say("roster.template", {"file": str(out)}, language))


def _tell(judged: CheckedRoster, file: Path, language: Language) -> None:
    """Say what is wrong, what is worth knowing, and how much is good."""
    faults = [spoken(judged.read.shown(fault), language) for fault in judged.faults]
    tell_faults(faults, {ROSTER.name: file}, language)
    for note in judged.notes:
        click.echo(say(note.code, note.values, language))
    counts = {"rows": judged.read.row_count, "good": judged.good_count, "bad": len(judged.left_out)}
    click.echo(say("roster.checked", counts, language))
