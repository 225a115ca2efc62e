"""Each number that an issue or the docs name, measured beside its reference in the same run."""
