"""What other programs and scripts rely on: the API's document and the command's help."""

import json
from collections.abc import Iterator

import click

from kargosha.portal.api import api
from kargosha.portal.cli import main

WIDTH = 100


def openapi() -> str:
    """Return the API's OpenAPI document."""
    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, default=str) + "\n"


def help_pages() -> str:
    """Return what the command and each of its groups and verbs say when asked for help."""
    return "\n".join(_help(main, None, "kargosha"))


def _help(command: click.Command, parent: click.Context | None, name: str) -> Iterator[str]:
    context = click.Context(
        command, parent=parent, info_name=name, terminal_width=WIDTH, max_content_width=WIDTH
    )
    yield f"$ {context.command_path} --help\n{command.get_help(context)}\n"
    if isinstance(command, click.Group):
        for each in sorted(command.list_commands(context)):
            below = command.get_command(context, each)
            if below is None:
                raise LookupError(f"{context.command_path} lists {each} and does not have it")
            yield from _help(below, context, each)
