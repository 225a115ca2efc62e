"""Work for later, written in the same transaction as the act that asks for it.

A job deferred in a transaction that is rolled back does not exist. The portal's worker maps the name,
for example ``allocation.solve_run``, to the area's ``tasks``.
"""

TASK = "kargosha.run"
BEFORE_OTHERS = 10
"""The precedence of a job whose answer a person waits for; of all others it is 0."""


def later(name: str, key: int, *, waited_for: bool = False) -> None:
    """Have the worker run the named task for the row of that key once this transaction is committed.

    What is `waited_for` by a person goes before what is waiting already.
    """
    from procrastinate.contrib.django import app

    task = app.configure_task(
        TASK,
        queue=name,
        lock=f"{name}:{key}",
        priority=BEFORE_OTHERS if waited_for else 0,
        allow_unknown=True,
    )
    task.defer(name=name, key=key)
