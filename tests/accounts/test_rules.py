from accounts.rules import Owed, SessionLimits, owed_factor, why_session_ends

MINUTE = 60
HOUR = 60 * MINUTE
LIMITS = SessionLimits(idle=60 * MINUTE, longest=12 * HOUR)
APP = {7: "totp", 8: "recovery_codes"}
PASSWORD = {"method": "password", "at": 1.0}


def shown(**facts):
    return {"method": "mfa", "at": 1.0} | facts


def test_a_session_goes_on_until_its_last_idle_second_and_no_longer():
    assert why_session_ends(began=0, seen=0, now=60 * MINUTE, limits=LIMITS) == ""
    assert why_session_ends(began=0, seen=0, now=60 * MINUTE + 1, limits=LIMITS).startswith("しばらく操作が")


def test_a_busy_session_ends_after_its_full_time():
    last = 12 * HOUR
    assert why_session_ends(began=0, seen=last, now=last, limits=LIMITS) == ""
    assert why_session_ends(began=0, seen=last, now=last + 1, limits=LIMITS).startswith("ログインしてから")


def test_who_must_have_a_factor_and_has_none_registers_one():
    assert owed_factor(demanded=True, factors={}, records=[PASSWORD]) == Owed.REGISTER


def test_recovery_codes_alone_are_no_factor():
    codes = {8: "recovery_codes"}
    assert owed_factor(demanded=True, factors=codes, records=[PASSWORD]) == Owed.REGISTER


def test_who_needs_no_factor_and_has_none_owes_nothing():
    assert owed_factor(demanded=False, factors={}, records=[PASSWORD]) == Owed.NOTHING


def test_who_has_a_factor_shows_it_whatever_the_role():
    assert owed_factor(demanded=False, factors=APP, records=[PASSWORD]) == Owed.SHOW
    assert owed_factor(demanded=True, factors=APP, records=[PASSWORD]) == Owed.SHOW


def test_a_factor_or_recovery_code_shown_in_this_session_counts():
    for record in (shown(id=7, type="totp"), shown(id=8, type="recovery_codes")):
        assert owed_factor(demanded=True, factors=APP, records=[PASSWORD, record]) == Owed.NOTHING


def test_a_record_of_a_factor_that_was_removed_or_of_codes_that_were_replaced_counts_for_nothing():
    for record in (shown(id=6, type="webauthn"), shown(id=99, type="recovery_codes")):
        assert owed_factor(demanded=True, factors=APP, records=[record]) == Owed.SHOW
