"""Tables, rules and words on disk, and every method's door without a database.

This ring knows no Django: a person with three CSV files and no server can read, decide and check
by it. The kernel re-uses its clock, its provenance, its killable child and its hashing.
"""
