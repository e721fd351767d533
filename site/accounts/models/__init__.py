from .invitation import Invitation
from .person import Person
from .user import User

__all__ = ["Invitation", "Person", "User"]
