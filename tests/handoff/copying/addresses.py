"""The addresses of copies of agencies, who may enter, and what they get there."""

from tests.handoff.roles import KEEPING

TABLE = {
    "handoff:agencies": ("get", KEEPING, 200),
    "handoff:agency": ("get", KEEPING, 404),
    "handoff:accept_offer": ("post", KEEPING, 404),
}
ARGUMENTS = {"handoff:agencies": [], "handoff:agency": [0], "handoff:accept_offer": [0]}
