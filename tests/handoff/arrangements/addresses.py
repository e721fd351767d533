"""The addresses of teams, limits and packs, who may enter, and what they get there."""

from handoff.arrangements.enums import SheetDeed, SheetKind
from tests.handoff.roles import EVERYBODY, NOBODYS, WRITING

TABLE = {
    # Open to all who are enrolled, and empty for them: whose sheet it is, is tried in test_views.
    "handoff:sheets_of_case": ("get", EVERYBODY, 404),
    "handoff:sheets_of_handoff": ("get", EVERYBODY, 404),
    "handoff:new_sheet_of_case": ("get", WRITING, 404),
    "handoff:new_sheet_of_handoff": ("get", WRITING, 404),
    "handoff:sheet": ("get", EVERYBODY, 404),
    "handoff:sheet_paper": ("get", EVERYBODY, 404),
    "handoff:rewrite_sheet": ("get", WRITING, 404),
    "handoff:renew_sheet": ("post", WRITING, 404),
    "handoff:act_on_sheet": ("get", WRITING, 404),
    "handoff:new_team_member": ("get", WRITING, 404),
    "handoff:end_team_member": ("post", WRITING, 404),
}
ARGUMENTS = {name: [SheetKind.PACK, NOBODYS] for name in TABLE} | {
    "handoff:sheets_of_case": [NOBODYS],
    "handoff:sheets_of_handoff": [NOBODYS],
    "handoff:new_sheet_of_case": [NOBODYS, SheetKind.TEAM],
    "handoff:new_sheet_of_handoff": [NOBODYS, SheetKind.TEAM],
    "handoff:act_on_sheet": [SheetKind.PACK, NOBODYS, SheetDeed.AGREE],
    "handoff:new_team_member": [NOBODYS],
    "handoff:end_team_member": [NOBODYS, NOBODYS],
}
