import logging

log = logging.getLogger("kargosha.messages")


class Console:
    """Writes messages where the program writes its lines, for an officer to pass on."""

    def send(self, *, key: str, mobile: str, text: str) -> None:
        log.info("message %s to %s: %s", key, mobile, text)
