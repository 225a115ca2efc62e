"""The programme's areas, in the order in which its data flows.

``FLOW`` is the menu, the order of the documentation and the rule of imports: an area may use only
those before it.
"""

FLOW = ("territory", "funding", "registry", "applications", "allocation")
