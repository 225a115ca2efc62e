"""Faults against who may use whom."""

from tests.architecture.checks import dependency
from tests.architecture.faults.fault import AREAS, METHOD, METHODS, QUERIES, Fault

IMPORTS = (
    Fault(
        "a method imports dice",
        dependency.broken_contracts,
        "kargosha.analysis is not allowed to import random",
        METHOD,
        "import random\n",
    ),
    Fault(
        "a method imports Django",
        dependency.broken_contracts,
        "kargosha.analysis is not allowed to import django",
        METHOD,
        "import django\n",
    ),
    Fault(
        "a method brings Django along",
        dependency.broken_purity,
        "loads django",
        METHOD,
        "import django\n",
    ),
    Fault(
        "an annotation that only the type checker can read",
        dependency.broken_loading,
        "kargosha.portal.planted: TypeError: type 'UploadedFile' is not subscriptable",
        "src/kargosha/portal/planted.py",
        "from django.core.files.uploadedfile import UploadedFile\n\n\n"
        "def size(file: UploadedFile[bytes]) -> int: ...\n",
    ),
    Fault(
        "a file door imports Django",
        dependency.broken_contracts,
        "kargosha.files is not allowed to import django",
        "src/kargosha/files/planted.py",
        "import django\n",
    ),
    Fault(
        "an earlier method uses a later one",
        dependency.broken_contracts,
        "kargosha.analysis.territory is not allowed to import kargosha.analysis.allocation",
        f"{METHODS}/territory/planted.py",
        "from kargosha.analysis import allocation\n",
    ),
    Fault(
        "an earlier area imports a later one",
        dependency.broken_contracts,
        "kargosha.areas.funding is not allowed to import kargosha.areas.allocation",
        QUERIES,
        "\nfrom kargosha.areas.allocation import models as later\n",
    ),
    Fault(
        "a query imports a page",
        dependency.broken_contracts,
        "allocation.queries is not allowed to import kargosha.areas.allocation.pages",
        f"{AREAS}/allocation/queries.py",
        "\nfrom kargosha.areas.allocation import pages\n",
    ),
    Fault(
        "the kernel imports an area",
        dependency.broken_contracts,
        "kargosha.kernel is not allowed to import kargosha.areas",
        "src/kargosha/kernel/planted.py",
        "from kargosha.areas.funding import models\n",
    ),
    Fault(
        "a sixth ring",
        dependency.broken_contracts,
        "helpers",
        "src/kargosha/helpers/__init__.py",
        "\n",
    ),
    Fault(
        "a utils.py in an area",
        dependency.broken_contracts,
        "utils",
        f"{AREAS}/funding/utils.py",
        "\n",
    ),
    Fault(
        "a room with models of its own",
        dependency.broken_contracts,
        "models",
        "src/kargosha/portal/rooms/public/models.py",
        "\n",
    ),
    Fault(
        "a visitor at a neighbour's urls",
        dependency.broken_meetings,
        "kargosha.areas.applications.urls",
        f"{AREAS}/allocation/pages.py",
        "\nfrom kargosha.areas.applications import urls as neighbours\n",
    ),
    Fault(
        "a visitor at a neighbour's frames",
        dependency.broken_meetings,
        "kargosha.areas.territory.frames.planted",
        f"{AREAS}/allocation/frames.py",
        "\nfrom kargosha.areas.territory.frames import planted\n",
    ),
    Fault(
        "a room that acts in an area",
        dependency.broken_rooms,
        "kargosha.areas.allocation.actions: a room reads",
        "src/kargosha/portal/rooms/public/pages.py",
        "\nfrom kargosha.areas.allocation import actions\n",
    ),
    Fault(
        "a flow that the contract does not know",
        dependency.broken_flow,
        "FLOW lists",
        f"{AREAS}/__init__.py",
        '("funding", "territory",',
        '("territory", "funding",',
    ),
    Fault(
        "an area outside the flow",
        dependency.broken_flow,
        "are not the areas of FLOW",
        f"{AREAS}/lending/__init__.py",
        '"""Later."""\n',
    ),
)
