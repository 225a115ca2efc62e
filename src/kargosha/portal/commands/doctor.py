import sys

import click

from kargosha.portal.doctor import examine, is_sound


@click.command()
def command() -> None:
    """Say what is there and what is missing; end with 1 when something must be mended."""
    sentences = examine()
    for sentence in sentences:
        click.echo(f"{sentence.state.value:<8}{sentence.text}")
    sys.exit(0 if is_sound(sentences) else 1)
