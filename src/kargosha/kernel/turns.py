"""Who would act on the same thing is heard one after the other; for rows that only grow cannot be locked."""

from django.db import connection


def take_turn(*subjects: str) -> None:
    """Wait until nobody else acts on the subjects, for example ``call:1405-spring``.

    The turn lasts as long as the transaction. Subjects are taken in the order of their names, so that
    two who want several never wait for each other.
    """
    with connection.cursor() as cursor:
        for subject in sorted(subjects):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [subject])
