"""What a person may ask about people and groups."""

from kargosha.areas.registry.queries.groups import group_list, groups, members_of, own_groups

__all__ = ["group_list", "groups", "members_of", "own_groups"]
