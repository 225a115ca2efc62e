"""Faults in records, links, README, and words that must not be written."""

from tests.architecture.checks import papers
from tests.architecture.faults.fault import Fault

PAPERS = (
    Fault(
        "a record with a wrong number",
        papers.broken_decisions,
        "the number 0099 should be",
        "docs/adr/0099-planted.md",
        "# 99. Planted\n",
    ),
    Fault(
        "a record that the index lacks",
        papers.broken_decisions,
        "does not list ('0099'",
        "docs/adr/0099-planted.md",
        "# 99. Planted\n\nStatus: accepted, 2026-11-23\n",
    ),
    Fault(
        "a record of half a thought",
        papers.broken_decisions,
        "its headings are not",
        "docs/adr/0099-planted.md",
        "# 99. Planted\n\n## Context\n",
    ),
    Fault(
        "a record listed in vain",
        papers.broken_decisions,
        "in vain",
        "docs/adr/README.md",
        "| [0099](0099-planted.md) | Planted | accepted |\n",
    ),
    Fault(
        "a link that leads nowhere",
        papers.broken_links,
        "planted.md leads nowhere",
        "docs/planted.md",
        "[there](adr/planted.md)\n",
    ),
    Fault(
        "a README without the command",
        papers.broken_readme,
        "README.md does not name `make run`",
        "README.md",
        "make walk",
        "make run",
    ),
    Fault(
        "a path of one machine",
        papers.broken_privacy,
        "a machine path",
        "docs/planted.md",
        "It stands in /" + "home/someone/kargosha.\n",
    ),
    Fault(
        "a package host",
        papers.broken_privacy,
        "a package host",
        "requirements.lock",
        "# https://py" + "pi.org/simple\n",
    ),
    Fault(
        "talk of how it was written",
        papers.broken_privacy,
        "talk of how it was written",
        "docs/planted.md",
        "The assis" + "tant wrote this.\n",
    ),
)
