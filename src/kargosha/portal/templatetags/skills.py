"""What people can do: activities come after people in the flow, so the portal brings their names in."""

from collections.abc import Mapping

from django.template import Library

from kargosha.areas.applications.models import Activity
from kargosha.kernel.asking import current_language

register = Library()


@register.simple_tag
def activity_names() -> Mapping[str, Activity]:
    """Return all activities by their codes, in the order of their names."""
    return {each.code: each for each in Activity.objects.order_by(f"name_{current_language()}")}
