"""What a person reads in the terminal: notes on one channel, the address alone on the other."""

import sys


def note(sentence: str) -> None:
    """Say what is happening, on standard error."""
    sys.stderr.write(f"kargosha: {sentence}\n")
    sys.stderr.flush()


def announce(line: str) -> None:
    """Say what was asked for, on standard output, at once even into a pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
