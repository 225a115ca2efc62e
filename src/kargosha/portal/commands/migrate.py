"""Bring the database up to date: migrations, the application's rights, reference data, signs."""

import os

import click
from django.conf import settings
from django.db import connection, connections

from kargosha.areas.territory import actions
from kargosha.kernel.grants import grant_to
from kargosha.portal import reference, schema
from kargosha.portal.catalogue import compile_catalogues
from kargosha.portal.settings import database  # noqa: TID251


@click.command()
def command() -> None:
    """Migrate as the owner, give the application's role its rights, load the reference data."""
    as_app = connections["default"].settings_dict
    app_role = as_app["USER"] or os.environ.get("PGUSER", "")
    connections["default"].close()
    as_app |= database(settings.OWNER_URL)
    compile_catalogues()
    schema.bring_up_to_date()
    if app_role and app_role != as_app["USER"]:
        grant_to(app_role)
    loaded = reference.load()
    actions.raise_signs(by=actions.WATCH)
    connection.close()
    click.echo(f"up to date; {loaded} places and figures known")
