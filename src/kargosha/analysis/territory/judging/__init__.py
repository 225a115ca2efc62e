"""Whether places, figures, flows, designations and boundaries are right, as far as one can know."""

from kargosha.analysis.territory.judging.boundaries import judge_boundaries
from kargosha.analysis.territory.judging.designations import judge_designations
from kargosha.analysis.territory.judging.flows import judge_flows
from kargosha.analysis.territory.judging.judged import Judged
from kargosha.analysis.territory.judging.known import KNOWN_INDICATORS, KNOWN_PLACES
from kargosha.analysis.territory.judging.observations import judge_observations
from kargosha.analysis.territory.judging.places import judge_places

__all__ = [
    "KNOWN_INDICATORS",
    "KNOWN_PLACES",
    "Judged",
    "judge_boundaries",
    "judge_designations",
    "judge_flows",
    "judge_observations",
    "judge_places",
]
