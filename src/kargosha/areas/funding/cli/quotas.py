from datetime import date
from decimal import Decimal

import click

from kargosha.areas.funding import actions, queries
from kargosha.areas.funding.models import Quota
from kargosha.files.doors.options import Day
from kargosha.kernel import clock
from kargosha.kernel.access import Actor
from kargosha.kernel.commands import acting


@click.group()
def quotas() -> None:
    """Quotas: list and set them, those of the law in one step."""


@quotas.command("list")
@click.option("--search", default="", help="Part of the name, code, class or rule.")
@acting
def list_quotas(search: str, by: Actor) -> None:
    """List the quotas: code, class, measure, floor, ceiling, share or not, rule."""
    for quota in queries.quotas(by=by, search=search):
        bounds = ("" if each is None else f"{each:f}" for each in (quota.floor, quota.ceiling))
        kind = "share" if quota.is_relative else "whole"
        line = (quota.code, quota.member_class, quota.measure, *bounds, kind, quota.rule)
        click.echo("\t".join(line))


@quotas.command("set")
@click.argument("code")
@click.argument("member_class", metavar="CLASS")
@click.option("--names", nargs=2, required=True, help="Persian and English name.")
@click.option("--measure", type=click.Choice(Quota.Measure.values), default="amount")
@click.option("--bounds", nargs=2, default=("", ""), help='Floor and ceiling; "" for none.')
@click.option("--share/--whole", "is_relative", default=True, help="Shares of what is granted.")
@click.option("--law", nargs=2, required=True, help="Rule it rests on, and the law behind it.")
@acting
def set_quota(
    code: str,
    member_class: str,
    names: tuple[str, str],
    measure: str,
    bounds: tuple[str, str],
    is_relative: bool,
    law: tuple[str, str],
    by: Actor,
) -> None:
    """Set a quota on CLASS, such as place:0311, kind:cooperative or tag:women."""
    floor, ceiling = (_bound(each) for each in bounds)
    row = actions.QuotaRow(code, *names, member_class, measure, floor, ceiling, is_relative, *law)
    actions.set_quotas(quotas=[row], by=by)
    click.echo(code)


@quotas.command("legal")
@click.option("--prefix", default="", help="Beginning of their codes, such as the year.")
@click.option("--on", type=Day(), default=None, help="By the rules of that day; today by default.")
@acting
def set_legal(prefix: str, on: date | None, by: Actor) -> None:
    """Set the quotas that the law and the rule book lay down."""
    for quota in actions.set_legal_quotas(prefix=prefix, on=on or clock.today(), by=by):
        click.echo(quota.code)


def _bound(text: str) -> Decimal | None:
    try:
        return Decimal(text) if text else None
    except ArithmeticError:
        raise click.BadParameter(f"{text} is no number", param_hint="--bounds") from None
