"""The linear relaxation of a round's programme, with the price of each row."""

from dataclasses import dataclass, replace

import numpy as np

from kargosha.analysis.allocation.highs import maximised
from kargosha.analysis.allocation.model import Model, Shape, scaled
from kargosha.analysis.allocation.problem import Floats, Problem, SolveOptions
from kargosha.analysis.allocation.search import first_sets, separated
from kargosha.analysis.errors import NotConverged
from kargosha.analysis.watch import Watch


@dataclass(frozen=True, eq=False)
class Relaxation:
    """The optimum of the linear relaxation.

    Attributes
    ----------
    model
        The programme's rows and columns.
    row_price
        (r,) value gained by one more unit of room in each row of the model, in the row's own
        measure, >= 0.
    worth
        Value of the optimum: no plan is worth more.
    """

    model: Model
    row_price: Floats
    worth: float


def relaxation(problem: Problem, options: SolveOptions, watch: Watch) -> Relaxation:
    """Solve a round without whole numbers, with every set of funds that would be asked too much.

    Raises
    ------
    NotConverged
        If a linear programme was stopped before its end.
    """
    shape = separated(problem, Shape(first_sets(problem)), options, watch)
    # The bound on the number of the funded is a cut, not a condition that anyone set: no price.
    shape = replace(shape, most_granted=None)
    model = Model(problem, shape)
    programme = model.programme
    if not len(programme.cost):
        return Relaxation(model, np.zeros(len(model.rows)), 0.0)
    relaxed = replace(programme, whole=np.zeros(len(programme.cost), np.bool_))
    optimum = maximised(relaxed, options, watch)
    if optimum.verdict != "solved":
        message = f"the linear relaxation was stopped by {optimum.stopped_by}"
        raise NotConverged(message)
    # A row is scaled by a factor of its own, the objective by the programme's unit.
    factor = np.array([scaled(row).factor for row in model.rows])
    price = np.abs(optimum.row_dual) * factor / programme.unit
    return Relaxation(model, price, optimum.bound)
