from foundation.limits.declared import declare
from foundation.limits.enums import Kind, Unit

ANSWERED_WITHIN = declare(
    "privacy_requests.answered_within",
    name="個人情報の請求に答えるまで",
    does="開示・訂正・利用停止の請求に答える、最後の日を決めます。請求が届いた日から数えます。"
    "法律や条例で決まっている日数より、長くしないでください。",
    unit=Unit.DAYS,
    kind=Kind.DEADLINE,
    default=30,
    source="個人情報の保護に関する法律 第83条",
    least=1,
    most=60,
    is_promised=True,
)
