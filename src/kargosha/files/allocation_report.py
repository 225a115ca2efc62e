"""The report of a decided round: figures, funds, conditions that bind, portfolio, reasons, origin."""

import json
from collections.abc import Iterator, Sequence

import polars as pl

from kargosha.analysis.allocation import Condition, Infeasible, Portfolio
from kargosha.analysis.allocation.prices import Price
from kargosha.analysis.allocation.tally import taken_value
from kargosha.files import allocation_frames as frames
from kargosha.files.allocation import Decision
from kargosha.files.amounts import short_amount
from kargosha.files.conditions import Trouble, condition_told
from kargosha.files.faults import all_told
from kargosha.files.markup import Markup, element
from kargosha.files.report_parts import MOST_ROWS, Page, whole_page
from kargosha.files.words import Language, say

BILLION = 10**9


def report(decision: Decision, language: Language) -> str:
    """Return the page; it opens in the given language and can be switched without a script."""
    return whole_page("title", lambda page: list(_content(decision, page)), language)


def _content(decision: Decision, page: Page) -> Iterator[Markup]:
    """Yield the parts of the page from the top."""
    outcome = decision.outcome
    yield element("h1", page.say("title"))
    if isinstance(outcome, Infeasible):
        yield _trouble("infeasible", outcome.conditions, page)
    if isinstance(outcome, Portfolio):
        yield element("p", page.say("solved"), class_="soft")
        if decision.missed:
            yield _trouble("missed", decision.missed, page)
        yield _figures(outcome, page)
        if decision.problem.funds:
            yield _funds(decision, page)
        yield _binding(decision, page)
        yield _portfolio(decision, outcome, page)
        yield _reasons(decision, page)
    if decision.warnings:
        yield _warnings(decision, page)
    yield _origin(decision, page)


def _trouble(trouble: Trouble, conditions: Sequence[Condition], page: Page) -> Markup:
    """Say which conditions cannot hold, or which floors are missed."""
    told = [element("li", condition_told(each, page.language, trouble)) for each in conditions]
    content = [element("p", page.say(trouble)), element("ul", *told)]
    return element("section", *content, class_="sheet trouble")


def _figures(outcome: Portfolio, page: Page) -> Markup:
    """Show what was granted, what it is worth, and how well that is proven."""
    total = int(outcome.award_amount.sum())
    proof = "gap_reproducible" if outcome.reproducible else "gap_stopped"
    count, bound = outcome.mode.size, outcome.bound
    figures = [
        (
            "granted",
            page.show(int(outcome.granted.sum())),
            page.say("figure.granted_of", count=count),
        ),
        (
            "amount",
            short_amount(total, page.language),
            page.say("figure.amount_exact", amount=total),
        ),
        ("value", page.show(outcome.objective, ".4f"), page.say("figure.value_bound", bound=bound)),
        ("gap", page.show(outcome.gap, ".4%"), page.say(f"figure.{proof}")),
    ]
    boxes = [
        element(
            "div",
            element("dt", page.say(f"figure.{name}")),
            element("dd", figure, element("small", note)),
        )
        for name, figure, note in figures
    ]
    return element("dl", *boxes, class_="figures")


def _funds(decision: Decision, page: Page) -> Markup:
    """Show each fund's money, what is left of it, and what more of it would bring."""
    granted = frames.awards(decision).group_by("fund_id").agg(pl.sum("amount"))
    paid = dict(granted.iter_rows())
    price = dict(frames.prices(decision).select("condition", "price").iter_rows())
    rows = [
        [
            element("td", fund.id),
            page.number(fund.budget),
            page.number(paid.get(fund.id, 0)),
            page.number(fund.budget - paid.get(fund.id, 0)),
            page.number(price.get(f"fund:{fund.id}", 0.0) * BILLION, ".4f"),
        ]
        for fund in decision.problem.funds
    ]
    numbers = ["budget", "paid", "left", "cutoff"]
    table = page.table(["fund", *numbers], rows, numbers)
    return page.section("funds", table, note=page.say("funds.note"))


def _binding(decision: Decision, page: Page) -> Markup:
    """Say which conditions bind and what one more unit of each would bring."""
    explanation = decision.explanation
    priced = () if explanation is None else explanation.prices.conditions
    binding = [price for price in priced if price.price > 0]
    if not binding:
        return page.section("conditions", element("p", page.say("none_binds")))
    rows = [
        [element("td", element("code", price.name)), element("td", _cost(price, page.language))]
        for price in binding
    ]
    return page.section("conditions", page.table(["condition", "says"], rows))


def _cost(price: Price, language: Language) -> str:
    """Return what more room in a condition would bring; of money, a billion rials of it."""
    in_rials = price.unit == "amount"
    gain = price.per_billion if in_rials else price.price
    if price.kind == "fund":
        return say("price.fund", {"id": price.id, "gain": gain}, language)
    unit = "amount" if in_rials else "unit"
    return say(f"quota_price.{price.kind}.{unit}", {"gain": gain}, language)


def _portfolio(decision: Decision, outcome: Portfolio, page: Page) -> Markup:
    """Show who is granted how much from which funds, and what it is worth."""
    problem = decision.problem
    worth = dict(
        zip(problem.candidate_ids, taken_value(problem, outcome.mode).tolist(), strict=True)
    )
    granted = (
        frames.awards(decision)
        .group_by("candidate_id", maintain_order=True)
        .agg("fund_id", pl.sum("amount"))
    )
    rows = [
        [
            element("td", candidate),
            page.number(amount),
            page.number(worth[candidate], ".4f"),
            element("td", page.show([fund for fund in funds if fund])),
        ]
        for candidate, funds, amount in granted.head(MOST_ROWS).iter_rows()
    ]
    columns = ["candidate", "amount", "value", "from_funds"]
    table = page.table(columns, rows, numbers=["amount", "value"])
    return page.section("portfolio", table, note=page.more(granted.height, "awards.csv"))


def _reasons(decision: Decision, page: Page) -> Markup:
    """Say of each candidate why it had its outcome, and what would have won."""
    reasons = frames.reasons(decision)
    rows = [
        [
            element("td", candidate),
            element("td", page.say(outcome), class_=outcome),
            element("td", *_why(code, detail, page.language)),
        ]
        for candidate, outcome, code, detail in reasons.head(MOST_ROWS).iter_rows()
    ]
    table = page.table(["candidate", "outcome", "reason"], rows)
    return page.section("reasons", table, note=page.more(reasons.height, "reasons.csv"))


def _why(code: str | None, detail: str | None, language: Language) -> Iterator[str]:
    """Yield the sentence of a reason, then those of what would have won."""
    if code is None or detail is None:
        return
    values = json.loads(detail)
    yield say(code, values, language)
    for change in values.get("changes", ()):
        proof = "change.verified" if change["verified"] else "change.estimated"
        told = say(change["code"], change["values"], language)
        yield element("div", f"{told} {say(proof, {}, language)}", class_="soft")


def _warnings(decision: Decision, page: Page) -> Markup:
    """Say what in the files may not be meant."""
    lines = [element("li", line) for line in all_told(decision.warnings, {}, page.language)]
    return page.section("warnings", element("ul", *lines))


def _origin(decision: Decision, page: Page) -> Markup:
    """Show what the decision was made from and how."""
    made = decision.provenance
    origins: list[tuple[str, str]] = [
        (page.say("origin.rule_date"), page.show(made.rule_date)),
        (page.say("origin.version"), element("code", made.version)),
        (page.say("origin.solver"), element("code", made.solver)),
        (page.say("origin.seed"), element("code", str(made.seed))),
        (page.say("origin.started"), page.show(made.started)),
        (page.say("origin.seconds"), page.show(made.seconds, ".1f")),
        (page.say("origin.stopped_by"), page.say(f"stopped.{made.stopped_by}")),
    ]
    origins += [
        (page.say("origin.input", name=name), element("code", found))
        for name, found in sorted(made.inputs.items())
    ]
    rows = [[element("th", label, scope="row"), element("td", value)] for label, value in origins]
    table = element("table", page.body(rows))
    return page.section("provenance", table, note=page.say("provenance.note"))
