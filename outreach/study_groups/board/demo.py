"""The board of the demo community: a question with two answers, and something that somebody tells."""

from foundation.demo import World
from outreach.study_groups.models import Community

from .enums import TopicKind
from .models import Topic
from .services.experts import name_expert
from .services.writing import Written, answer, begin_topic

COMMUNITY = "kurashi"
QUESTION = (
    "夜に電話が続くときの、工夫を聞かせてください",
    "夜になると、不安で何度も電話をくださる方がいます。夜勤は一人です。みなさんのところでは、どうしていますか。",
)
ANSWERS = (
    (
        "facilitator",
        "うちでは、夕方に10分だけ、こちらから電話をしています。先に話せると、夜の電話がへりました。",
    ),
    (
        "staff",
        "夜の連絡先の順番を、ご本人といっしょに紙に書いておく方法もあります。見本は、会の資料にあります。",
    ),
)
TOLD = (
    "見学の日に、よかったこと",
    "見学のときに、先にお茶を出して、部屋より台所の話をしました。緊張がほぐれて、次の約束ができました。",
)


def seed(world: World) -> None:
    """Let the cast talk; a world in which somebody wrote is left as it is."""
    community = Community.objects.filter(slug=COMMUNITY).first()
    if world.door != "public" or community is None or Topic.objects.exists():
        return
    name_expert(
        community=community,
        person=world.people["facilitator"],
        field="計画相談、サービスの使い方",
        actor=world.people["staff"].user,
        now=world.now,
    )
    begin_topic(
        community=community,
        kind=TopicKind.TALK,
        title=TOLD[0],
        written=Written(TOLD[1], agrees=True),
        actor=world.people["facilitator"].user,
        now=world.now,
    )
    asked = begin_topic(
        community=community,
        kind=TopicKind.QUESTION,
        title=QUESTION[0],
        written=Written(QUESTION[1], agrees=True),
        actor=world.people["partner"].user,
        now=world.now,
    )
    for key, text in ANSWERS:
        actor = world.people[key].user
        answer(topic=asked, written=Written(text, agrees=True), actor=actor, now=world.now)
