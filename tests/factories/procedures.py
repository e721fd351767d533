"""Check lists, start-up guides, first steps and gaps, as tests need them."""

from datetime import date

from directory.enums import MembershipRole
from outreach.role_sheets.procedures.enums import Month, Stage, Way
from outreach.role_sheets.procedures.models import FirstSteps, ModelClause, ProcedureStep, StartUpStep
from outreach.role_sheets.procedures.services.gaps import write_gap, write_plan
from tests.factories.directory import make_agency, make_municipality, make_partner

RELEASE = date(2027, 3, 1)
DUE = date(2027, 3, 31)
REVIEWED = {
    "responsible": "連携担当",
    "reviewed_on": date(2026, 11, 24),
    "review_due_on": date(2027, 11, 24),
}


def make_step(*, title="国民健康保険に入る", stage=Stage.FIRST_WEEK, days=2, **fields):
    fields = REVIEWED | {"source": "国民健康保険法第9条", "source_year": "昭和33年法律第192号"} | fields
    fields = {"office": "市町村の窓口", "who": "ご本人（センターが同行）"} | fields
    return ProcedureStep.objects.create(title=title, stage=stage, days=days, **fields)


def make_start_up(*, title="必要な額を見積もる", month=Month.MAY, way=Way.EVERY, **fields):
    fields = REVIEWED | {"who": "障害福祉の担当課", "source": "連携強化事業の資料"} | fields
    fields = {"source_year": "令和3年4月1日"} | fields
    return StartUpStep.objects.create(title=title, month=month, way=way, **fields)


def make_clause(*, title="することの範囲", position=1, **fields):
    fields = REVIEWED | {"text": "受託者は、調整と助言を行う。", "why": "役を分けるため"} | fields
    return ModelClause.objects.create(title=title, position=position, **fields)


def make_first_steps(path, **fields):
    fields = REVIEWED | {"words": "ここから1つずつ。"} | fields
    return FirstSteps.objects.create(path=path, **fields)


def make_city(*, name="金沢市", code="172014"):
    """Make a municipality, its own agency and somebody who signs in for it: (place, agency, user)."""
    place = make_municipality(name=name, code=code)
    agency = make_agency(name=f"{name} 障害福祉課", kind="municipality", municipality=place)
    return place, agency, make_partner(agency=agency, name=f"{name}の担当", role=MembershipRole.PARTNER)


def gap_details(**fields):
    details = {"title": "手帳のない方", "words": "", "proposal": "", "responsible": "福祉総務課"}
    return details | {"due_on": None, "plan": None} | fields


def make_gap(place, *, by, now, **fields):
    return write_gap(place=place, gap=None, details=gap_details(**fields), actor=by, now=now)


def make_agreeable_gap(place, *, by, now, **fields):
    """Make a gap that has all that an agreement asks for."""
    return make_gap(place, by=by, now=now, proposal="市に窓口を置く", due_on=DUE, **fields)


def plan_details(**fields):
    details = {"name": "再犯防止推進計画", "starts_on": date(2024, 4, 1), "ends_on": date(2029, 3, 31)}
    return details | {"progress": "", "responsible": "福祉総務課"} | fields


def make_plan(place, *, by, now, **fields):
    return write_plan(place=place, plan=None, details=plan_details(**fields), actor=by, now=now)
