"""Who is behind a name and a password."""

from django.http import HttpRequest

from kargosha.kernel.models import User


class ByPassword:
    """Knows a user by name and password; Django's sign-in asks it."""

    def authenticate(
        self, request: HttpRequest | None, username: str = "", password: str = ""
    ) -> User | None:
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            User().set_password(password)  # takes as long as a wrong password, so names stay secret
            return None
        return user if user.check_password(password) else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.select_related("office").filter(pk=user_id, is_active=True).first()
