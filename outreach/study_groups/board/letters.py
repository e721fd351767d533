"""The list of new titles by mail: titles and the way there, nothing of what was written."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.urls import reverse

from events.letters import signature
from foundation.centre.queries import Centre
from outreach.study_groups.letters import Told
from outreach.study_groups.models import Community

from .models import Topic
from .replies import reply_address, reply_to

BY_MAIL = (
    "題の下のアドレスに、このメールを受け取った方がメールを送ると、答えとして掲示板に出ます。"
    "{}日のあいだ使えます。ほかの人に渡さないでください。"
)


def digest(
    community: Community,
    topics: Sequence[Topic],
    centre: Centre,
    *,
    answers: int | None,
    today: date,
    days: int,
) -> Told:
    """Return the list of titles of a community; with addresses where `answers` names who answers by mail.

    These addresses hold for so many days.
    """
    person = answers if settings.REPLY_ADDRESS else None
    titles = "\n".join(f"・{each.title}{_answered_at(each, person, today, days)}" for each in topics)
    by_mail = "" if person is None else f"{BY_MAIL.format(days)}\n\n"
    where = f"{settings.OWN_URL}{reverse('group_board:topics', args=[community.slug])}"
    text = (
        f"「{community.name}」で、話されていることの題です。\n\n{titles}\n\n"
        f"読むには、ログインして、次のページから。\n\n　{where}\n\n"
        f"{by_mail}"
        "このメールは、まとめのメールを受け取る曜日を選んだ方に、お送りしています。"
        "曜日は、掲示板のページで変えるか、止められます。\n\n"
        f"{signature(centre)}"
    )
    return Told(f"【{community.name}】掲示板の新しい題", text)


def _answered_at(topic: Topic, person: int | None, today: date, days: int) -> str:
    if person is None:
        return ""
    right = reply_to(topic.pk, person, today=today, days=days)
    return f"\n　メールで答える　{reply_address(right, settings.REPLY_ADDRESS, key=settings.SECRET_KEY)}"


def answered(topic: Topic, centre: Centre) -> Told:
    """Return what whoever asked the centre alone reads when somebody answered: the way there, no title."""
    name = topic.community.name
    where = f"{settings.OWN_URL}{reverse('group_board:topic', args=[topic.community.slug, topic.pk])}"
    text = (
        f"「{name}」の掲示板に書いていただいたことに、返事がありました。\n\n"
        f"読むには、ログインして、次のページから。\n\n　{where}\n\n"
        "このメールは、書いた方にだけ、お送りしています。\n\n"
        f"{signature(centre)}"
    )
    return Told(f"【{name}】掲示板に返事がありました", text)


def reply_refused(topic: Topic, reason: str, centre: Centre) -> Told:
    """Return what somebody reads whose reply by mail could not stand on the board."""
    where = f"{settings.OWN_URL}{reverse('group_board:topic', args=[topic.community.slug, topic.pk])}"
    text = (
        "メールでいただいた返事は、掲示板に書けませんでした。\n\n"
        f"　{reason}\n\n"
        "いただいた文は、こちらには残っていません。送ったメールを見て、次のページから書いてください。\n\n"
        f"　{where}\n\n"
        f"{signature(centre)}"
    )
    return Told(f"【{topic.community.name}】返事を書けませんでした", text)


def asked(topic: Topic, centre: Centre) -> Told:
    """Return what whoever knows much reads when a topic asks them: its title, and nothing of who asks."""
    name = topic.community.name
    where = f"{settings.OWN_URL}{reverse('group_board:topic', args=[topic.community.slug, topic.pk])}"
    text = (
        f"「{name}」の掲示板で、くわしい人への質問がありました。\n\n・{topic.title}\n\n"
        f"読むには、ログインして、次のページから。\n\n　{where}\n\n"
        "このメールは、掲示板の「くわしい人」の一覧にのっている方に、お送りしています。"
        "一覧からはずれたいときは、世話人かセンターに、お知らせください。\n\n"
        f"{signature(centre)}"
    )
    return Told(f"【{name}】くわしい人への質問", text)
