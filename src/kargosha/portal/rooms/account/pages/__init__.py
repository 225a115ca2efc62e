"""Pages of signing in and out, of one's own password, and of the language."""

from kargosha.portal.rooms.account.pages.own import language, password
from kargosha.portal.rooms.account.pages.signing_in import code, code_entry, sign_in, sign_out

__all__ = ["code", "code_entry", "language", "password", "sign_in", "sign_out"]
