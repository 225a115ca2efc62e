"""The watch of those who do not watch."""

from kargosha.analysis.watch import Unwatched


def test_an_unwatched_method_is_never_stopped() -> None:
    watch = Unwatched()

    watch.report(0.5, bound=2.0, value=1.0)

    assert not watch.stop()
