"""Who is behind a name and a password, or behind a code sent to a mobile; Django's sign-in asks here."""

from django.http import HttpRequest

from kargosha.kernel import actions
from kargosha.kernel.access import system
from kargosha.kernel.models import User
from kargosha.kernel.roles import Permission

DOOR = system("portal.sign_in", Permission.SIGN_IN_OPEN)


class Known:
    """Knows who signed in before, as long as the account is open."""

    def get_user(self, user_id: int) -> User | None:
        return User.objects.select_related("office").filter(pk=user_id, is_active=True).first()


class ByPassword(Known):
    """Knows a user by name and password."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = ""
    ) -> User | None:
        return actions.sign_in_with_password(username=username, password=password, by=DOOR)


class ByCode(Known):
    """Knows a user by the code that was sent to the mobile."""

    def authenticate(
        self, request: HttpRequest | None, mobile: str = "", code: str = ""
    ) -> User | None:
        return actions.sign_in_with_code(mobile=mobile, code=code, by=DOOR)
