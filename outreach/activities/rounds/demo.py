"""A round of the demo world: some visited, some still to be seen."""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from directory.models import Agency
from foundation.demo import World
from foundation.japanese.dates import fiscal_year
from outreach.activities.services.pulling import pull

from .enums import Explained, Stage
from .models import Round
from .rules import Said
from .services.visiting import Report, add_targets, make_round, note_contact, write_visit

# Days ago, what was explained, the answer, the concern, what is next and in how many days.
VISITS = (
    (60, Explained.HOSTING, Stage.WILLING, "", "受け入れの手順をいっしょに作る", 10),
    (40, Explained.WORK, Stage.CONSIDERING, "夜の体制", "受け入れたことのある事業所と話す", -2),
    (20, Explained.REGISTRATION, Stage.NOT_NOW, "部屋が空いていない", "", 0),
)


def seed(world: World) -> None:
    """Make the round; once."""
    if world.door != "public" or Round.objects.exists():
        return
    staff, today = world.people["staff"].user, timezone.localdate(world.now)
    details = {
        "name": "はじめての事業所をまわる",
        "purpose": "受け入れを考えたことのない事業所に、センターの仕事を知ってもらう",
        "opens_on": today - timedelta(days=90),
        "closes_on": today + timedelta(days=60),
    }
    made = make_round(details=details, actor=staff, now=world.now)
    agencies = Agency.objects.current(today=today).filter(kind="group_home").order_by("public_id")[:6]
    add_targets(round=made, agencies=list(agencies), actor=staff, now=world.now)
    targets = list(made.targets.select_related("agency"))
    for target, (ago, explained, answer, concern, step, until) in zip(targets, VISITS, strict=False):
        said = Said(answer, step, today + timedelta(days=until) if step else None)
        day = today - timedelta(days=ago)
        report = Report(day=day, explained=explained, said=said, met="管理者", concerns=concern, minutes=40)
        key = uuid5(NAMESPACE_URL, f"demo:{target.agency.public_id}")
        write_visit(target=target, form_key=key, report=report, actor=staff, now=world.now)
    if len(targets) > len(VISITS):
        said = Said(Stage.CONTACTED, "訪問する", today + timedelta(days=5))
        note_contact(
            target=targets[len(VISITS)], said=said, note="来週なら会える", actor=staff, now=world.now
        )
    # The register was pulled before there were visits.
    pull(year=fiscal_year(today), now=world.now)
