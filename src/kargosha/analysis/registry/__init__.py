"""Methods of the registry: whether a list of groups and their members can be taken in."""
