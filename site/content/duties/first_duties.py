"""The six duties as data: the national description (seed 003) in our own words, for the centre to adapt."""

from datetime import datetime

from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction
from foundation.transactions import assert_in_transaction

from .models import Duty

SOURCE = "地域生活定着支援センターの業務内容（国の事業のきまりにもとづく説明）、パンフレット。令和3年度からの六つの業務"
BEFORE_RELEASE = (
    "本人に会い、体や心の様子と、これからの希望を聞く",
    "必要な福祉や医療を「福祉サービス等調整計画」にまとめる",
    "どの市町村が支援を受け持つかを話し合い、住民票を整える",
    "療育手帳、身体障害者手帳、精神障害者保健福祉手帳の申請を手伝う",
    "障害福祉や介護のサービスの申請を手伝う",
    "健康保険、年金、生活保護の手続きを準備する",
    "住む所と、身元引受人や通う先をさがす",
    "関係する人が集まる「合同支援会議」を開く",
)
FORM_PLAN = "福祉サービス等調整計画（センターが作る）"
DUTIES: tuple[dict[str, object], ...] = (
    {
        "code": "coordination",
        "number": 1,
        "name": "コーディネート業務",
        "plain_name": "出る前の準備",
        "brochure_name": "コーディネート",
        "summary": "刑務所などにいる間に会い、出たその日から暮らせるように、住まいと福祉を整えます。",
        "acts": [
            *BEFORE_RELEASE,
            "本人がほかの県で暮らしたいときは、その県のセンターに協力を頼む（広域調整）",
            "出る日に付きそい、受け入れ先に引き継ぐ",
            "市町村の相談支援事業所などへの橋渡しをする",
        ],
        "legal_words": "保護観察所からの依頼にもとづき、矯正施設に入所中の人を対象に、退所後に必要な福祉サービスなどのニーズを確かめ、受け入れ先のあっせんや申請の支援を行う業務。",
        "forms": [
            "特別調整協力等依頼書（保護観察所からセンターへ）",
            "支援業務協力依頼書（センターから、ほかの県のセンターへ）",
            FORM_PLAN,
        ],
    },
    {
        "code": "follow-up",
        "number": 2,
        "name": "フォローアップ業務",
        "plain_name": "出たあとの支え",
        "brochure_name": "フォローアップ",
        "summary": "本人を受け入れた事業所を訪ね、会議を開き、困りごとにいっしょに取り組みます。",
        "acts": [
            "受け入れた事業所が本人を知るための書類（フェイスシート）づくりを助ける",
            "事業所を訪ね、暮らしの様子を聞く",
            "支え方について助言し、定期的に合同支援会議を開く",
            "保護観察の期間中は、保護観察所と連絡をとり合う",
            "事業所の報酬の加算に必要な「意見書」を書く",
            "更生保護施設などと、困ったときに助け合う形を作る",
        ],
        "legal_words": "コーディネート業務により矯正施設を退所した人を受け入れた事業所などに対し、必要な助言などを行う業務。",
        "forms": [
            "フェイスシート（受け入れた事業所が作り、センターが助言する）",
            "意見書（センターから事業所へ。地域生活移行個別支援特別加算・社会生活支援特別加算のため）",
        ],
    },
    {
        "code": "suspect-support",
        "number": 3,
        "name": "被疑者等支援業務",
        "plain_name": "裁判などの途中の方の支え",
        "brochure_name": "被疑者等支援",
        "summary": "逮捕されたり裁判を受けたりしている方が、釈放されてすぐ地域で暮らせるように整えます。",
        "acts": [
            *BEFORE_RELEASE,
            "釈放の日に付きそい、受け入れ先に引き継ぐ",
            "市町村の相談支援事業所などへの橋渡しをする",
        ],
        "legal_words": "保護観察所からの依頼にもとづき、刑事司法手続きの段階にある被疑者・被告人などと面会し、釈放後すみやかに福祉サービスなどを使えるように支援する業務（令和3年度から）。",
        "forms": [FORM_PLAN],
    },
    {
        "code": "consultation",
        "number": 4,
        "name": "相談支援業務",
        "plain_name": "相談",
        "brochure_name": "相談支援",
        "summary": "すでに刑務所などを出た方、ご家族、弁護士、事業所など、どなたからの相談も受けます。",
        "acts": [
            "すでに出た方の、福祉の相談と支援",
            "矯正施設や更生保護施設などからの、福祉の相談",
            "ご家族、弁護士、支えている方からの、福祉の相談（裁判の途中の方、執行猶予の方のこともふくむ）",
        ],
        "legal_words": "拘禁刑などの執行や保護処分を受けたあと矯正施設を退所した人の福祉サービスなどの利用について、本人や関係者の相談に応じ、助言などの支援を行う業務（令和7年6月に、懲役と禁錮は拘禁刑になった）。",
        "forms": [],
    },
    {
        "code": "network",
        "number": 5,
        "name": "その他必要な業務",
        "plain_name": "つながりづくり",
        "brochure_name": "普及啓発等",
        "summary": "支える人どうしのつながりを作り、四つの業務がうまく進むようにします。",
        "acts": [
            "関係機関のネットワークを作る",
            "本人が暮らす地域で、支える人の集まりを立ち上げる",
            "合同支援会議を開く",
            "個別支援計画を作るときに、打ち合わせに加わる",
        ],
        "legal_words": "業務1から4までを円滑に、効果をあげて行うために必要な支援。",
        "forms": [],
    },
    {
        "code": "awareness",
        "number": 6,
        "name": "啓発活動等",
        "plain_name": "知らせること",
        "brochure_name": "普及啓発等",
        "summary": "研修や出前講座、広報で、支える人と、わかってくれる人を増やします。",
        "acts": [
            "いろいろな職種が集まる会議（運営推進委員会、連絡協議会など）を開く",
            "福祉・矯正・保護・医療・行政で働く人のための研修を開く",
            "お知らせ、パンフレット、出前講座で県民に伝える",
        ],
        "legal_words": "だれも取り残さない社会をめざして行う、周知と啓発の活動。",
        "forms": [],
    },
)


def load_first_duties_in_transaction(*, now: datetime) -> int:
    """Make the duties that are missing and return how many; what the centre has changed stays as it is."""
    assert_in_transaction("load_first_duties")
    have = set(Duty.objects.values_list("code", flat=True))
    missing = [Duty(source=SOURCE, **duty) for duty in DUTIES if duty["code"] not in have]
    if missing:
        made = Duty.objects.bulk_create(missing)
        clear_public_pages_in_transaction()
        chain.record("duties.first_loaded", actor=None, subject=made[-1], now=now)
    return len(missing)
