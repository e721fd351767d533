"""What the seeds of the demo world share. No Django here: the supervisor prints the logins from it too."""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any


@dataclass(frozen=True)
class Member:
    """One person of the fixed cast at one door; password and TOTP secret are meant to be known to everybody."""

    door: str
    key: str
    roles: tuple[str, ...]
    who: str
    name: str
    name_kana: str
    job: str
    agency: str

    @property
    def email(self) -> str:
        return f"{self.key.replace('_', '-')}@example.jp"

    @property
    def password(self) -> str:
        return f"mihon-no-yuugure-{self.key.replace('_', '-')}"

    @property
    def totp_secret(self) -> str:
        digest = hashlib.sha1(f"{self.door}:{self.key}".encode(), usedforsecurity=False).digest()
        return base64.b32encode(digest).decode()


@dataclass
class World:
    """The demo world while it is being made: seeds find here what earlier ones made, by key.

    `people` holds `accounts.Person` by the cast's keys. `agency_names` says which agencies there are, by key;
    `agencies` holds them as this door knows them, once its seed has made them.
    """

    door: str
    now: datetime
    cast: tuple[Member, ...]
    agency_names: dict[str, str] = field(default_factory=dict)
    rng: Random = field(default_factory=Random)
    people: dict[str, Any] = field(default_factory=dict)
    agencies: dict[str, Any] = field(default_factory=dict)

    def begin(self, seed: str) -> None:
        """Start the random numbers of one seed anew, so that no other seed changes what it draws."""
        self.rng = Random(f"demo:{seed}")  # noqa: S311 -- sample data

    def public_id(self, agency: str) -> str:
        """Return the agency's public id by its key: the same on both doors and in every demo world."""
        return hashlib.sha256(agency.encode()).hexdigest()[:8].upper()
