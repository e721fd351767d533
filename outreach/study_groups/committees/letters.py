"""What mails tell, without names: the desk that terms end, who was appointed that the promise waits."""

from collections import Counter
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from events.letters import signature
from foundation.centre.queries import Centre
from foundation.japanese.dates import long_date
from outreach.study_groups.letters import Told
from outreach.study_groups.models import Community

from .models import Appointment


def terms_end(terms: Sequence[Appointment], centre: Centre) -> Told:
    """Return what the desk reads when terms end soon: seats by committee and last day."""
    counts = Counter((each.community, each.last_day) for each in terms)
    lines = "\n".join(
        f"・{community.name}　{long_date(day)}まで　{count}席\n　{_address('committee', community)}"
        for (community, day), count in sorted(counts.items(), key=lambda row: (row[0][1], row[0][0].name))
    )
    text = (
        f"次の委員の任期が、もうすぐ終わります。次の委員は、まだ決まっていません。\n\n{lines}\n\n"
        "再任するか、推薦をお願いするかを、委員会のページで決めてください。"
        "このお知らせは、任期ごとに2回だけ、職員の方にお送りしています。\n\n"
        f"{signature(centre)}"
    )
    return Told("【委員会】委員の任期が、もうすぐ終わります", text)


ONCE = "このメールは、委嘱した方に、任期ごとに1回お送りしています。"
AGAIN = "このメールは、署名をまだいただいていない方に、センターの職員がお送りしています。"


def please_sign(community: Community, centre: Centre, *, why: str = ONCE) -> Told:
    """Return what somebody reads who was appointed: where the promise of secrecy is, and why they get it."""
    text = (
        f"「{community.name}」の委員などをお引き受けいただき、ありがとうございます。\n\n"
        "会議の資料を見ていただく前に、守秘のお約束を読んで、署名をお願いします。"
        "ログインして、次のページから。紙で署名していただくこともできます。\n\n"
        f"　{_address('secrecy', community)}\n\n"
        f"ログインには、2つ目の確認（パスキーか認証アプリ）が要ります。{why}\n\n"
        f"{signature(centre)}"
    )
    return Told("【委員会】守秘のお約束のお願い", text)


def _address(name: str, community: Community) -> str:
    return f"{settings.OWN_URL}{reverse(f'group_committees:{name}', args=[community.slug])}"
