"""What a method says of a broken input."""

from kargosha.analysis.errors import BadTable, Fault


def test_a_bad_table_carries_every_fault_and_counts_them() -> None:
    faults = [Fault("fault.missing", "candidates", 2, "amount"), Fault("fault.empty", "funds")]

    error = BadTable(faults)

    assert error.faults == tuple(faults)
    assert "2 fault(s)" in str(error)
