"""Offices, users and roles from the command line; the first officer of real work is made here."""

import click

from kargosha.kernel import actions, queries
from kargosha.kernel.access import Actor, system
from kargosha.kernel.commands import acting
from kargosha.kernel.duties import COMMITTEE, PROGRAMME_OFFICE
from kargosha.kernel.roles import ROLES, Permission

INSTALLER = system("kernel.installer", Permission.USER_MANAGE)
OFFICES = {
    PROGRAMME_OFFICE: actions.Names("دفتر برنامه", "Programme office"),
    COMMITTEE: actions.Names("کارگروه", "Committee"),
}


@click.group()
def command() -> None:
    """Offices, users and roles."""


@command.command()
@click.option("--username", required=True)
@click.option("--name-fa", required=True)
@click.option("--name-en", required=True)
@click.password_option()
def first_officer(username: str, name_fa: str, name_en: str, password: str) -> None:
    """Begin real work: make the first office and its administrator."""
    actions.begin_real_work(
        username=username,
        names=actions.Names(name_fa, name_en),
        password=password,
        offices=OFFICES,
        by=INSTALLER,
    )
    click.echo(username)


@command.command()
@click.option("--code", required=True)
@click.option("--name-fa", required=True)
@click.option("--name-en", required=True)
@click.option("--place", "place_code", default="", help="Code of the place it serves.")
@acting
def register_office(code: str, name_fa: str, name_en: str, place_code: str, by: Actor) -> None:
    """Register an office."""
    names = actions.Names(name_fa, name_en)
    actions.register_office(code=code, names=names, place_code=place_code, by=by)
    click.echo(code)


@command.command()
@click.option("--username", required=True)
@click.option("--name-fa", required=True)
@click.option("--name-en", required=True)
@click.option("--office", "office_code", required=True)
@click.password_option()
@acting
def register_user(
    username: str, name_fa: str, name_en: str, office_code: str, password: str, by: Actor
) -> None:
    """Register a person who signs in."""
    actions.register_user(
        username=username,
        names=actions.Names(name_fa, name_en),
        office_code=office_code,
        password=password,
        by=by,
    )
    click.echo(username)


@command.command()
@click.argument("username")
@click.argument("role", type=click.Choice(list(ROLES)))
@click.option("--scope", default="", help="Beginning of the place codes it reaches.")
@acting
def assign_role(username: str, role: str, scope: str, by: Actor) -> None:
    """Give a user a role."""
    actions.assign_role(username=username, role=role, scope=scope, by=by)


@command.command()
@click.argument("username")
@click.argument("role", type=click.Choice(list(ROLES)))
@click.option("--scope", default="")
@acting
def end_role(username: str, role: str, scope: str, by: Actor) -> None:
    """End a role that a user holds."""
    actions.end_role(username=username, role=role, scope=scope, by=by)


@command.command()
@click.argument("username")
@acting
def close_account(username: str, by: Actor) -> None:
    """Let a user sign in no longer."""
    actions.close_account(username=username, by=by)


@command.command()
@click.argument("username")
@acting
def open_account(username: str, by: Actor) -> None:
    """Let a user sign in again."""
    actions.open_account(username=username, by=by)


@command.command()
@click.argument("username")
@click.password_option(help="New password.")
@acting
def set_password(username: str, password: str, by: Actor) -> None:
    """Give a user a new password in place of a forgotten one."""
    actions.set_password(username=username, password=password, by=by)


@command.command()
@click.option("--old", prompt=True, hide_input=True, help="Present password.")
@click.password_option("--new", help="New password.")
@acting
def change_password(old: str, new: str, by: Actor) -> None:
    """Change one's own password."""
    actions.change_password(old=old, new=new, by=by)


@command.command()
@click.option("--search", default="", help="Part of a name.")
@click.option("--office", default="", help="Code of an office.")
@click.option("--role", default="", type=click.Choice(["", *ROLES]))
@click.option("--state", default="", type=click.Choice(["", *queries.STATES]))
@acting
def users(search: str, office: str, role: str, state: str, by: Actor) -> None:
    """List users with their offices and roles."""
    chosen = {"search": search, "office": office, "role": role, "state": state}
    for user in queries.users(by=by, **chosen):
        held = " ".join(f"{each.role}:{each.scope}" for each in user.held)  # type: ignore[attr-defined]
        click.echo(f"{user.username}\t{user.office_code}\t{held}")
