from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

if TYPE_CHECKING:
    from .person import Person


class UserManager(BaseUserManager["User"]):
    def create_user(
        self,
        *,
        person: "Person",
        email: str = "",
        login_id: str = "",
        password: str | None = None,
        is_active: bool = True,
    ) -> "User":
        """Create the sign-in of a person; at least one of e-mail and login id is needed."""
        user = self.model(person=person, is_active=is_active)
        user.set_logins(email=email, login_id=login_id, password=password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A sign-in and nothing more: who it belongs to is the person, what they may do are their roles."""

    person = models.OneToOneField("accounts.Person", on_delete=models.PROTECT, verbose_name="人")
    email = models.EmailField("ログイン用メール", null=True, blank=True, unique=True)
    login_id = models.CharField("ログインID", max_length=40, null=True, blank=True, unique=True)
    is_active = models.BooleanField("有効", default=True)
    created_at = models.DateTimeField("作成日時", auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        verbose_name = verbose_name_plural = "アカウント"
        constraints = [
            models.CheckConstraint(
                name="accounts_user_has_a_login",
                condition=models.Q(email__isnull=False) | models.Q(login_id__isnull=False),
                violation_error_message="メールアドレスかログインIDのどちらかが必要です。",
            ),
            models.CheckConstraint(
                name="accounts_user_login_not_empty",
                condition=~models.Q(email="") & ~models.Q(login_id=""),
                violation_error_message="メールアドレスとログインIDは、空の文字にできません。",
            ),
            models.CheckConstraint(
                name="accounts_user_login_is_lower_case",
                condition=(models.Q(email__isnull=True) | models.Q(email=Lower("email")))
                & (models.Q(login_id__isnull=True) | models.Q(login_id=Lower("login_id"))),
                violation_error_message="メールアドレスとログインIDは小文字で保存します。",
            ),
            models.CheckConstraint(
                name="accounts_user_login_id_is_no_email",
                condition=~models.Q(login_id__contains="@"),
                violation_error_message="ログインIDに「@」は使えません。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def set_logins(self, *, email: str, login_id: str, password: str | None) -> None:
        """Choose how this account signs in, unsaved; case never matters."""
        self.email, self.login_id = email.lower() or None, login_id.lower() or None
        self.set_password(password)

    def get_full_name(self) -> str:
        return self.person.name

    def get_short_name(self) -> str:
        return self.person.name

    # Wagtail's admin asks for these two names.
    @property
    def first_name(self) -> str:
        return self.person.name

    @property
    def last_name(self) -> str:
        return ""

    @cached_property
    def role_names(self) -> frozenset[str]:
        """The roles of this account, read once per object."""
        return frozenset(self.groups.values_list("name", flat=True))
