"""How one signs in: by a code sent to one's mobile, or by name and password.

No answer tells which mobiles and which names are known: who is unknown, and a user of whom too much
is asked, are answered as a wrong code or password is, and the slow part, which is the hashing, is
done in each case. The journal holds the user, never the mobile, the name that was typed or the code.
"""

import re
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from kargosha.files import identifiers
from kargosha.files.digits import ascii_digits
from kargosha.files.words import Language
from kargosha.kernel import clock
from kargosha.kernel.access import Actor, require
from kargosha.kernel.journal import record
from kargosha.kernel.messages import queue
from kargosha.kernel.models import JournalEntry, SignInCode, User
from kargosha.kernel.roles import Permission
from kargosha.kernel.rulebook import rulebook_on
from kargosha.kernel.turns import take_turn

DIGITS = 6
AN_HOUR = timedelta(hours=1)
MOST_TYPED = 40
"""Signs of a mobile or a code that are looked at; no such thing is longer."""


@transaction.atomic
def request_code(*, mobile: str, told_in: Language = "fa", by: Actor) -> None:
    """Send a new code to a mobile if an open account has it; only the newest code is good.

    Whoever asks is told nothing: neither whether the mobile is known, nor that it had its codes
    of this hour already.
    """
    require(by, Permission.SIGN_IN_OPEN)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    digest = make_password(code)
    user = _user_of(mobile)
    if user is None:
        return
    take_turn(user.subject)
    now = clock.now()
    if _number("sign_in.codes_an_hour") <= user.codes.filter(sent_at__gt=now - AN_HOUR).count():
        if not _happened(user, "code.withheld", now - AN_HOUR):
            record("code.withheld", by=by, subject=user.subject)
        return
    minutes = _number("sign_in.code_minutes")
    SignInCode.objects.create(
        user=user, digest=digest, sent_at=now, expires_at=now + timedelta(minutes=minutes)
    )
    record("code.requested", by=by, subject=user.subject)
    queue(
        mobile=str(user.mobile),
        code="message.sign_in_code",
        values={"sign_in_code": code, "good_minutes": minutes},
        subject=user.subject,
        told_in=told_in,
        by=by,
    )


@transaction.atomic
def sign_in_with_code(*, mobile: str, code: str, by: Actor) -> User | None:
    """Use up the newest code of a mobile and return whose it is; None for a code that is not good."""
    require(by, Permission.SIGN_IN_OPEN)
    typed = re.sub(r"\D", "", ascii_digits(code[:MOST_TYPED]))
    user = _user_of(mobile)
    sent = None if user is None else _newest(user)
    if user is None or sent is None:
        make_password(typed)
        return None
    is_right = check_password(typed, sent.digest)
    if not _is_good(sent):
        return None
    if not is_right:
        sent.wrong_count += 1
        sent.save(update_fields=["wrong_count"])
        record("sign_in.failed", by=by, subject=user.subject, way="code")
        return None
    sent.used_at = clock.now()
    sent.save(update_fields=["used_at"])
    record("user.signed_in", by=by, subject=user.subject, way="code")
    return user


@transaction.atomic
def sign_in_with_password(*, username: str, password: str, by: Actor) -> User | None:
    """Return the user of a name and password; None for any other, and after too many wrong ones.

    Wrong ones count for some minutes, or until the right one comes; while there are too many, the
    right one does not help either.
    """
    require(by, Permission.SIGN_IN_OPEN)
    user = User.objects.filter(username=username, is_active=True).first()
    if user is None:
        make_password(password)
        return None
    take_turn(user.subject)
    is_right = user.check_password(password)
    left = _number("sign_in.password_tries") - _wrong_of_late(user)
    if left <= 0:
        return None
    if not is_right:
        record("sign_in.failed", by=by, subject=user.subject, way="password")
        if left == 1:
            record("sign_in.withheld", by=by, subject=user.subject)
        return None
    record("user.signed_in", by=by, subject=user.subject, way="password")
    return user


def _user_of(mobile: str) -> User | None:
    known = identifiers.mobile(mobile[:MOST_TYPED])
    return User.objects.filter(mobile=known, is_active=True).first() if known else None


def _newest(user: User) -> SignInCode | None:
    take_turn(user.subject)
    return user.codes.first()


def _number(rule: str) -> int:
    return int(rulebook_on(clock.today()).number(rule))


def _happened(user: User, event: str, since: datetime) -> bool:
    entries = JournalEntry.objects.filter(subject=user.subject, event=event, at__gt=since)
    return entries.exists()


def _is_good(sent: SignInCode) -> bool:
    is_fresh = sent.used_at is None and sent.expires_at > clock.now()
    return is_fresh and sent.wrong_count < _number("sign_in.code_tries")


def _wrong_of_late(user: User) -> int:
    since = clock.now() - timedelta(minutes=_number("sign_in.password_minutes"))
    own = JournalEntry.objects.filter(subject=user.subject, detail__way="password", at__gt=since)
    last_right = own.filter(event="user.signed_in").order_by("-id").first()
    wrong = own.filter(event="sign_in.failed", pk__gt=last_right.pk if last_right else 0)
    return wrong.count()
