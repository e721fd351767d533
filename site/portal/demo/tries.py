"""Some things to try in the demo world, for the terminal and for `/demo/`."""

from typing import NamedTuple

from foundation.demo import Member

from .people import CAST


class Try(NamedTuple):
    """One thing to try: at which door and as whom, where it begins, and what to do there."""

    title: str
    door: str
    key: str
    path: str
    steps: tuple[str, ...]

    @property
    def member(self) -> Member:
        return next(member for member in CAST if (member.door, member.key) == (self.door, self.key))


TRIES = (
    Try(
        "事業所として、研修にまとめて申し込む",
        "public",
        "partner",
        "/events/",
        (
            "「はじめての受け入れ」を開いて、同僚3人分を申し込みます。名前はあとで決めてもかまいません。",
            "確認のメールと予定ファイルが、送ったメールの一覧に届きます。",
        ),
    ),
    Try(
        "センターの職員として、FAXで届いた申し込みを入力する",
        "public",
        "staff",
        "/cms/events/entry/",
        (
            "「はじめての受け入れ」の申込書が届いたことにして、事業所（例：グループホームやまなみ）と3人の名前を入力します。",
            "満席の研修なら空き待ちの列に入ります。だれかを取り消すと、順番に席が回ります。",
        ),
    ),
    Try(
        "センターの職員として、受講を決めて、当日の受付から修了証まで進める",
        "public",
        "staff",
        "/cms/events/",
        (
            "締切を過ぎて「決定待ち」の研修を開いて、「受講を決める」を押します。基準で案を作り、決めると、申し込んだ方に知らせます。",
            "研修の画面の「当日の受付」で、来た方に印をつけます。終わった研修では「修了証」を、条件に合う方にまとめて出せます。",
        ),
    ),
    Try(
        "センターの職員として、出前講座の依頼に日程を返事する",
        "public",
        "staff",
        "/cms/lectures/",
        (
            "「お返事がいるもの」を開いて「日程をお返事する」を押すと、希望の日に行ける講師が出ます。",
            "決まった講座は、予定の表に並びます。頼む側の画面は「出前講座を頼む」（/lectures/request/）です。",
        ),
    ),
    Try(
        "センターの職員として、関係機関をさがして名簿を印刷する",
        "public",
        "staff",
        "/directory/",
        (
            "「グループホーム　金沢市」でさがします。一覧の下に、名簿（A4）と宛名ラベルがあります。",
            "機関のページの「だれに何が見えるか」で、ほかの人からどう見えるかを確かめられます。",
        ),
    ),
    Try(
        "センターの職員として、機関の下書きを見て、公開する",
        "public",
        "staff",
        "/cms/entries/",
        (
            "「南加賀基幹相談支援センターつむぎ」の下書きを開いて、変わるところを見て、公開します。",
            "公開すると、関係機関のページにすぐ出ます。",
        ),
    ),
    Try(
        "センターの職員として、国の公表データを取り入れる",
        "public",
        "staff",
        "/cms/open-data/new/",
        (
            "画面の「見本のファイル（CSV）」を受け取って、そのまま送ります。何が変わるかを見てから、取り入れます。",
            "取り入れたあとでも、さいごの1回は元に戻せます。",
        ),
    ),
    Try(
        "センターの職員として、二重の機関を1つにまとめる",
        "public",
        "staff",
        "/cms/duplicates/",
        (
            "「ショートステイそよかぜ」と「そよかぜの家」のような組を見くらべて、統合します。",
            "古い番号のアドレスを開いた人は、統合した先に着きます。",
        ),
    ),
    Try(
        "責任者として、引継ぎの部屋に人を招待する",
        "private",
        "lead",
        "/handoff/enrolments/",
        (
            "別の入口、別のデータベースです。ポータルのログインでは入れません。",
            "招待するのは一人、承認するのはもう一人です。個人情報の責任者でログインしなおすと、承認できます。",
        ),
    ),
)
