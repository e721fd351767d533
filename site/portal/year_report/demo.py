"""The report of the demo world's last year: begun, written, looked through and published by two people."""

from django.utils import timezone

from foundation.demo import World
from foundation.japanese.dates import fiscal_year

from .models import YearReport
from .services import add_chapter, begin_report, change_chapter, change_report, publish_report, send_report

FOREWORD = """これは、画面をためすための見本の報告です。人も、数も、出来事も、すべて作りものです。

この1年も、たくさんの事業所、病院、役所、弁護士、地域の方々といっしょに、刑務所などを出る方の暮らしの始まりを支えました。この報告では、1年にしたことを、数と文でお伝えします。

人の数が小さいところは、だれのことかがわかってしまわないように、数を出していません。"""
WORDS = {
    "figures": "かかわった方の数は、前の年と同じくらいでした。住む所は、グループホームとアパートが中心です。\n\n受け入れてくださる事業所が、少しずつふえています。",
    "events": "はじめて受け入れる事業所に向けた研修に、いちばん力を入れました。来られない方のために、オンラインでも開きました。",
    "consultations": "事業所からの相談が多くなりました。「受け入れの前に、何を準備すればよいか」という相談には、職員がうかがって、いっしょに考えました。",
}
THANKS = """受け入れてくださった事業所のみなさま、研修で話してくださったみなさま、毎日の暮らしを見守ってくださる地域のみなさまに、心からお礼を申し上げます。

これからも、いっしょに考え、いっしょに歩いていきます。"""


def seed(world: World) -> None:
    """Publish one report; a demo world that has a report already is left as it is."""
    if world.door != "public" or YearReport.objects.exists():
        return
    staff, manager = world.people["staff"].user, world.people["manager"].user
    last_year = fiscal_year(timezone.localdate(world.now)) - 1
    report = begin_report(fiscal_year=last_year, actor=manager, now=world.now, is_sample=True)
    change_report(
        report=report, values={"title": report.title, "foreword": FOREWORD}, actor=staff, now=world.now
    )
    for chapter in report.chapters.all():
        values = {"heading": chapter.heading, "words": WORDS.get(chapter.source, "")}
        change_chapter(chapter=chapter, values=values, actor=staff, now=world.now)
    add_chapter(report=report, heading="お礼", words=THANKS, actor=manager, now=world.now)
    send_report(report=report, actor=staff, now=world.now)
    publish_report(report=report, actor=manager, now=world.now)
