"""The port, held open from the first web process to the last, and the page behind it."""

import http.client
import socket

LOOPBACK = "127.0.0.1"
BACKLOG = 128


class PortTaken(Exception):
    """Something else listens on the port that was asked for."""

    def __init__(self, port: int, reason: str) -> None:
        super().__init__(
            f"Port {port} is not to be had ({reason}). Ask for another with --port or "
            "KARGOSHA_PORT, or for none: a free one is then found."
        )


def listen(port: int) -> socket.socket:
    """Hold the port on this machine's own address, or a free one for port 0.

    The web processes inherit it: a request that comes while they start again waits instead of
    failing, and nobody else can take the port in between.
    """
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        held.bind((LOOPBACK, port))
        held.listen(BACKLOG)
    except (OSError, OverflowError) as error:
        held.close()
        raise PortTaken(port, getattr(error, "strerror", None) or str(error)) from None
    return held


def status_of_page(port: int, patience: float) -> int | None:
    """Return the status of the first page, or None when it does not answer within the patience."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=patience)
    try:
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
