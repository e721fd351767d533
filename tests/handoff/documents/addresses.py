"""The addresses of documents, who may enter, and what they get there."""

from accounts.enums import PrivateRole
from handoff.documents.enums import Copy
from tests.handoff.roles import EVERYBODY, NOBODYS, WRITING

TABLE = {
    "handoff:case_documents": ("get", WRITING | {PrivateRole.PRIVACY_OFFICER}, 404),
    # Open to all who are enrolled, and empty for them: who reads what is tried in the tests of this room.
    "handoff:documents": ("get", EVERYBODY, 404),
    "handoff:document": ("get", EVERYBODY, 404),
    "handoff:share_document": ("get", WRITING, 404),
    "handoff:limit_document": ("get", WRITING, 404),
    "handoff:document_log": ("get", WRITING | {PrivateRole.PRIVACY_OFFICER}, 404),
    "handoff:document_log_file": ("get", WRITING | {PrivateRole.PRIVACY_OFFICER}, 404),
    "handoff:paper_destroyed": ("get", WRITING, 404),
    "handoff:withhold_document": ("post", WRITING, 404),
    "handoff:remove_document": ("get", WRITING, 404),
    "handoff:copy_document": ("post", EVERYBODY, 404),
}
ARGUMENTS = {name: [NOBODYS] for name in TABLE} | {"handoff:copy_document": [NOBODYS, Copy.MARKED]}
