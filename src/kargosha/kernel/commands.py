"""What the command doors of all areas share: on whose behalf a command acts."""

import functools
from collections.abc import Callable
from typing import Any

import click

from kargosha.kernel.access import Actor
from kargosha.kernel.errors import NotFound
from kargosha.kernel.models import User


def acting(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option ``--as USERNAME`` and hand it the actor as ``by``."""

    @click.option(
        "--as",
        "on_behalf_of",
        required=True,
        envvar="KARGOSHA_AS",
        help="User on whose behalf to act.",
    )
    @functools.wraps(function)
    def with_actor(*args: Any, on_behalf_of: str, **kwargs: Any) -> Any:
        return function(*args, by=actor_named(on_behalf_of), **kwargs)

    return with_actor


def actor_named(username: str) -> Actor:
    """Return the actor behind a user name.

    Raises
    ------
    NotFound
        There is no active user of that name.
    """
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        raise NotFound("user", username)
    return user.actor()
