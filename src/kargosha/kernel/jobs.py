"""Work for later, written in the same transaction as the act that asks for it.

A job deferred in a transaction that is rolled back does not exist. The portal's worker maps the name,
for example ``allocation.solve_run``, to the area's ``tasks``.
"""

TASK = "kargosha.run"


def later(name: str, key: int) -> None:
    """Have the worker run the named task for the row of that key once this transaction is committed."""
    from procrastinate.contrib.django import app

    task = app.configure_task(TASK, queue=name, lock=f"{name}:{key}", allow_unknown=True)
    task.defer(name=name, key=key)
