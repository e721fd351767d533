"""How what is not destroyed by a case's key goes: rows that are deleted, and columns that are emptied.

Some of these tables are only appended to, and no program of ours may touch what stands in them. So the
database itself erases, and only what two people have confirmed (`retention_erase`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .enums import PAPERS, RecordClass


@dataclass(frozen=True, kw_only=True)
class Erased:
    """Rows of a table that are deleted, or whose columns are emptied; `one` is what was confirmed."""

    table: str
    where: str
    emptied: Mapping[str, str] | None = None

    @property
    def sql(self) -> str:
        if self.emptied is None:
            return f"DELETE FROM {self.table} WHERE {self.where}"  # noqa: S608 -- data of this module
        columns = ", ".join(f"{column} = {value}" for column, value in self.emptied.items())
        return f"UPDATE {self.table} SET {columns} WHERE {self.where}"  # noqa: S608 -- as above


def _gone(where: str, *tables: str) -> tuple[Erased, ...]:
    return tuple(Erased(table=table, where=where) for table in tables)


def _emptied(table: str, where: str, *columns: str, **values: str) -> Erased:
    return Erased(table=table, where=where, emptied=dict.fromkeys(columns, "NULL") | values)


ROW = "id = one.record::uuid"
_NUMBER = "split_part(one.record, '-', 2)::bigint"
NUMBERED = f"id = {_NUMBER}"
OF_PERSON = f"person_id = {_NUMBER}"
OF_HANDOFF = "handoff_id = one.handoff_id"
OF_INCIDENT = "incident_id = one.record::uuid"
OF_SITTING = "sitting_id = one.record::uuid"
_TEAMS = f"team_id IN (SELECT id FROM arrangements_supportteam WHERE {OF_HANDOFF})"  # noqa: S608 -- as above
_COPIES = f"document_id IN (SELECT id FROM documents_document WHERE {OF_HANDOFF})"  # noqa: S608 -- as above
_STEPS = f"plan_id IN (SELECT id FROM release_releasedayplan WHERE {OF_HANDOFF})"  # noqa: S608 -- as above
_MEETINGS = f"meeting_id IN (SELECT id FROM meetings_supportmeeting WHERE {OF_HANDOFF})"  # noqa: S608 -- as above
_TICKS = f"step_id IN (SELECT id FROM release_releasestep WHERE {_STEPS})"  # noqa: S608 -- as above
_USERS = f"user_id IN (SELECT id FROM accounts_user WHERE {OF_PERSON})"  # noqa: S608 -- as above
_MAILS = f"email_address_id IN (SELECT id FROM account_emailaddress WHERE {_USERS})"  # noqa: S608 -- as above
# A row that stays gets a key that no file holds: whatever brings the old one back, it belongs to nothing.
NO_KEY = {"key": "gen_random_uuid()"}

# Papers of one hand-off: with them goes what the other rooms wrote beside it.
_PAPERS = (
    _emptied("machine_handoff", "id = one.handoff_id", "ask", "offence_reason"),
    _emptied("machine_packagepart", OF_HANDOFF, "contents"),
    _emptied("machine_turn", OF_HANDOFF, "reason", "told_by"),
    *_gone(_MEETINGS, "meetings_decision"),
    *_gone(OF_HANDOFF, "meetings_supportmeeting"),
    *_gone(OF_HANDOFF, "machine_call", "machine_roleitem", "machine_jointmeeting"),
    *_gone(_COPIES, "documents_takencopy", "documents_papercopy"),
    *_gone(OF_HANDOFF, "documents_document", "talk_message", "papers_paperdispatch"),
    *_gone(OF_HANDOFF, "consultation_consultationrequest", "opinion_opinionletter"),
    *_gone(OF_HANDOFF, "aftercare_review", "aftercare_followupentry", "aftercare_followuprhythm"),
    *_gone(_TEAMS, "arrangements_teammember"),
    *_gone(OF_HANDOFF, "arrangements_supportteam", "arrangements_limitssheet", "arrangements_followuppack"),
    *_gone(_TICKS, "release_steptick"),
    *_gone(_STEPS, "release_releasestep"),
    *_gone(OF_HANDOFF, "release_releasedayplan"),
)
# Beside a hand-off and kept: numbers, days and who; what was given in an emergency is part of the ledger.
STAY_BESIDE = {
    "machine_receiver": "誰の担当だったかは、提供の記録とあわせて残す",
    "machine_confirmation": "日時だけ",
    "machine_emergency": "緊急の提供は、提供の記録の一部",
    "machine_provisionrecord": "第三者提供の記録",
    "papers_letternumber": "文書番号は、二度使わない",
    "incidents_incident": "事故の記録は、ケースとともに消える",
    "retention_destruction": "廃棄証明",
}
ERASED: Mapping[RecordClass, tuple[Erased, ...]] = {
    **dict.fromkeys(PAPERS, _PAPERS),
    RecordClass.PROVISION: _gone(
        "handoff_id IN (SELECT id FROM machine_handoff WHERE case_id = one.case_id)",
        "machine_provisionrecord",
    ),
    # The incident stays as a number, its kind and its days: they are counted by year.
    RecordClass.INCIDENT: (
        _emptied("incidents_incident", ROW, "what", "judgement", **NO_KEY),
        _emptied("incidents_reportitem", OF_INCIDENT, "text", is_known="false"),
        _emptied("incidents_step", OF_INCIDENT, "words"),
    ),
    RecordClass.LESSON: _gone(ROW, "incidents_lesson"),
    RecordClass.CONSULTATION: _gone(ROW, "consultation_consultationrequest"),
    RecordClass.REVIEW: (_emptied("oversight_monthlyreview", ROW, "note", **NO_KEY),),
    # Cases before a sitting point at it: it stays as a number and a day.
    RecordClass.SITTING: (
        *_gone(OF_SITTING, "sittings_agendaline", "sittings_numberedcopy", "sittings_attendance"),
        _emptied("sittings_sitting", ROW, place="''"),
    ),
    RecordClass.SEAT: _gone(ROW, "sittings_seat"),
    # Certificates and ledgers point at whoever did it: their number stays, and the days of their enrolments.
    RecordClass.PERSON: (
        *_gone(OF_PERSON, "accounts_invitation"),
        *_gone(_MAILS, "account_emailconfirmation"),
        *_gone(_USERS, "mfa_authenticator", "usersessions_usersession", "account_emailaddress"),
        *_gone(_USERS, "accounts_user_groups"),
        _emptied(
            "accounts_user",
            OF_PERSON,
            "email",
            login_id="'erased-' || id",
            password="'!'",  # noqa: S106 -- what no password ever matches
            is_active="false",
        ),
        _emptied(
            "accounts_person",
            NUMBERED,
            name="'消去した人 ' || id",
            name_kana="''",
            job="''",
            contact_email="''",
            shown_in_rosters="false",
            erased_at="now()",
        ),
    ),
    RecordClass.AGENCY: (_emptied("handoff_agencycopy", NUMBERED, head="''"),),
}


def erase_function() -> tuple[str, str]:
    """Return the SQL that makes the function `retention_erase(destruction)`, and takes it away."""
    cases = "\n".join(
        f"WHEN '{kind}' THEN {'; '.join(each.sql for each in erased)};" for kind, erased in ERASED.items()
    )
    return (
        f"""
        CREATE FUNCTION retention_erase(uuid) RETURNS void
        LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
        DECLARE one retention_destruction%ROWTYPE;
        BEGIN
            SELECT * INTO one FROM retention_destruction
            WHERE id = $1 AND confirmed_at IS NOT NULL AND destroyed_at IS NULL;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'two people have to confirm this' USING ERRCODE = 'check_violation';
            END IF;
            CASE one.kind
            {cases}
            END CASE;
        END $body$
        """,  # noqa: S608 -- as above
        "DROP FUNCTION retention_erase(uuid)",
    )
