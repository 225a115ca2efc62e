"""The report of a decided round: one page without outside hosts, in both languages."""

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.resources import files

import polars as pl

from kargosha.analysis.allocation import Condition, Infeasible, Portfolio
from kargosha.analysis.allocation.tally import taken_value
from kargosha.files import allocation_frames as frames
from kargosha.files.allocation import Decision
from kargosha.files.amounts import short_amount
from kargosha.files.conditions import Trouble, condition_told
from kargosha.files.markup import Markup, element, joined, void
from kargosha.files.words import LANGUAGES, Language, say, shown

MOST_ROWS = 300
"""Rows of a table on the page; all stand in the CSV beside it."""

BILLION = 10**9
DIRECTIONS = {"fa": "rtl", "en": "ltr"}


def report(decision: Decision, language: Language) -> str:
    """Return the page; it opens in the given language and can be switched without a script."""
    style = files("kargosha.files").joinpath("report.css").read_text(encoding="utf-8")
    switches = [
        void(
            "input", type="radio", name="tongue", id=each, class_="tongue", checked=each == language
        )
        for each in LANGUAGES
    ]
    labels = [
        element("label", say("report.language", {}, each), for_=each, lang=each)
        for each in LANGUAGES
    ]
    head = joined(
        void("meta", charset="utf-8"),
        void("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", say("report.title", {}, language)),
        element("style", Markup(style)),
    )
    pages = [_Page(decision, each).main() for each in LANGUAGES]
    body = joined(*switches, element("div", *labels, class_="tongues"), *pages)
    page = joined(element("head", head), element("body", body))
    return (
        "<!DOCTYPE html>\n" + element("html", page, lang=language, dir=DIRECTIONS[language]) + "\n"
    )


class _Page:
    """The page in one language."""

    def __init__(self, decision: Decision, language: Language) -> None:
        self._decision = decision
        self._language = language

    def main(self) -> Markup:
        """Return the whole page but for the switch of languages."""
        content = [element("h1", self._say("title")), *self._outcome(), self._origin()]
        return element("main", *content, lang=self._language, dir=DIRECTIONS[self._language])

    def _outcome(self) -> list[Markup]:
        outcome = self._decision.outcome
        if isinstance(outcome, Infeasible):
            return [self._trouble("infeasible", outcome.conditions)]
        if not isinstance(outcome, Portfolio):
            return []
        missed = self._decision.missed
        return [
            element("p", self._say("solved"), class_="soft"),
            *([self._trouble("missed", missed)] if missed else []),
            self._figures(outcome),
            *([self._funds()] if self._decision.problem.funds else []),
            self._binding(),
            self._portfolio(outcome),
            self._reasons(),
        ]

    def _trouble(self, trouble: Trouble, conditions: Sequence[Condition]) -> Markup:
        """Say which conditions cannot hold, or which floors are missed."""
        told = [element("li", condition_told(each, self._language, trouble)) for each in conditions]
        content = [element("p", self._say(trouble)), element("ul", *told)]
        return element("section", *content, class_="sheet trouble")

    def _figures(self, outcome: Portfolio) -> Markup:
        total = int(outcome.award_amount.sum())
        proof = "gap_reproducible" if outcome.reproducible else "gap_stopped"
        figures = [
            (
                "granted",
                self._show(int(outcome.granted.sum())),
                self._say("figure.granted_of", count=outcome.mode.size),
            ),
            (
                "amount",
                short_amount(total, self._language),
                self._say("figure.amount_exact", amount=total),
            ),
            (
                "value",
                self._show(outcome.objective, ".4f"),
                self._say("figure.value_bound", bound=outcome.bound),
            ),
            ("gap", self._show(outcome.gap, ".4%"), self._say(f"figure.{proof}")),
        ]
        return element(
            "dl",
            *(
                element(
                    "div",
                    element("dt", self._say(f"figure.{name}")),
                    element("dd", figure, element("small", note)),
                )
                for name, figure, note in figures
            ),
            class_="figures",
        )

    def _funds(self) -> Markup:
        paid = dict(self._awards.group_by("fund_id").agg(pl.sum("amount")).iter_rows())
        price = dict(self._prices.select("condition", "price").iter_rows())
        rows = [
            [
                element("td", fund.id),
                self._number(fund.budget),
                self._number(paid.get(fund.id, 0)),
                self._number(fund.budget - paid.get(fund.id, 0)),
                self._number(price.get(f"fund:{fund.id}", 0.0) * BILLION, ".4f"),
            ]
            for fund in self._decision.problem.funds
        ]
        columns = [
            ("fund", ""),
            *((name, "number") for name in ("budget", "paid", "left", "cutoff")),
        ]
        return self._section("funds", self._table(columns, rows), note=self._say("funds.note"))

    def _binding(self) -> Markup:
        binding = self._prices.filter(pl.col("price") > 0)
        if binding.is_empty():
            return self._section("conditions", element("p", self._say("none_binds")))
        rows = [
            [
                element("td", element("code", condition)),
                element("td", self._price(condition, price, slack)),
            ]
            for condition, price, slack in binding.select("condition", "price", "slack").iter_rows()
        ]
        return self._section("conditions", self._table([("condition", ""), ("says", "")], rows))

    def _price(self, condition: str, price: float, slack: float) -> str:
        """Return what one more unit of a condition would bring."""
        kind, _, identifier = condition.partition(":")
        values = {"id": identifier, "price": price, "gain": price * BILLION, "slack": slack}
        return say(f"price.{kind}", values, self._language)

    def _portfolio(self, outcome: Portfolio) -> Markup:
        problem = self._decision.problem
        worth = dict(
            zip(problem.candidate_ids, taken_value(problem, outcome.mode).tolist(), strict=True)
        )
        granted = self._awards.group_by("candidate_id", maintain_order=True).agg(
            "fund_id", pl.sum("amount")
        )
        rows = [
            [
                element("td", candidate),
                self._number(amount),
                self._number(worth[candidate], ".4f"),
                element("td", self._show([fund for fund in funds if fund])),
            ]
            for candidate, funds, amount in granted.head(MOST_ROWS).iter_rows()
        ]
        columns = [("candidate", ""), ("amount", "number"), ("value", "number"), ("from_funds", "")]
        more = self._more(granted.height, "awards.csv")
        return self._section("portfolio", self._table(columns, rows), note=more)

    def _reasons(self) -> Markup:
        reasons = frames.reasons(self._decision)
        rows = [
            [
                element("td", candidate),
                element("td", self._say(outcome), class_=outcome),
                element("td", *self._why(code, detail)),
            ]
            for candidate, outcome, code, detail in reasons.select(
                "candidate_id", "outcome", "code", "detail"
            )
            .head(MOST_ROWS)
            .iter_rows()
        ]
        more = self._more(reasons.height, "reasons.csv")
        columns = [("candidate", ""), ("outcome", ""), ("reason", "")]
        return self._section("reasons", self._table(columns, rows), note=more)

    def _why(self, code: str | None, detail: str | None) -> Iterator[str]:
        """Yield the sentence of a reason, then those of what would have won."""
        if code is None or detail is None:
            return
        values = json.loads(detail)
        yield say(code, values, self._language)
        for change in values.get("changes", ()):
            proof = "change.verified" if change["verified"] else "change.estimated"
            told = say(change["code"], change["values"], self._language)
            yield element("div", f"{told} {say(proof, {}, self._language)}", class_="soft")

    def _origin(self) -> Markup:
        made = self._decision.provenance
        origins = [
            ("rule_date", self._show(made.rule_date)),
            ("version", element("code", made.version)),
            ("solver", element("code", made.solver)),
            ("seed", element("code", str(made.seed))),
            ("started", self._show(made.started)),
            ("seconds", self._show(made.seconds, ".1f")),
            ("stopped_by", self._say(f"stopped.{made.stopped_by}")),
        ]
        rows = [
            [element("td", self._say(f"origin.{name}")), element("td", value)]
            for name, value in origins
        ]
        rows += [
            [
                element("td", self._say("origin.input", name=name)),
                element("td", element("code", print_)),
            ]
            for name, print_ in sorted(made.inputs.items())
        ]
        body = element("tbody", *(element("tr", *row) for row in rows))
        return self._section(
            "provenance", element("table", body), note=self._say("provenance.note")
        )

    @cached_property
    def _awards(self) -> pl.DataFrame:
        return frames.awards(self._decision)

    @cached_property
    def _prices(self) -> pl.DataFrame:
        return frames.prices(self._decision)

    def _section(self, title: str, content: Markup, note: str = "") -> Markup:
        notes = [element("p", note, class_="soft")] if note else []
        # A table wider than a phone is scrolled, so the keyboard must reach it.
        label = self._say(title)
        sheet = element(
            "div", content, class_="sheet", tabindex="0", role="region", aria_label=label
        )
        return element("section", element("h2", label), *notes, sheet)

    def _table(
        self, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[Markup]]
    ) -> Markup:
        heads = [
            element("th", self._say(name), scope="col", **({"class_": kind} if kind else {}))
            for name, kind in columns
        ]
        body = element("tbody", *(element("tr", *row) for row in rows))
        return element("table", element("thead", element("tr", *heads)), body)

    def _number(self, value: float, spec: str = "") -> Markup:
        return element("td", self._show(value, spec), class_="number")

    def _more(self, count: int, file: str) -> str:
        if count <= MOST_ROWS:
            return ""
        return self._say("more", shown=MOST_ROWS, count=count, file=file)

    def _show(self, value: object, spec: str = "") -> str:
        return shown(value, self._language, spec)

    def _say(self, name: str, /, **values: object) -> str:
        return say(f"report.{name}", values, self._language)
