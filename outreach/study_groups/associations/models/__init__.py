from .assembly import Assembly, Proxy, Voter
from .resolution import Recusal, Resolution, Vote
from .rules_version import RulesVersion
from .secretariat import SecretariatPerson, SecretariatTerm

__all__ = [
    "Assembly",
    "Proxy",
    "Recusal",
    "Resolution",
    "RulesVersion",
    "SecretariatPerson",
    "SecretariatTerm",
    "Vote",
    "Voter",
]
