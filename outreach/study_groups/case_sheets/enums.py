from django.db.models import TextChoices


class SheetState(TextChoices):
    """How far a case sheet has come: derived from its dates, never stored."""

    DRAFT = "draft", "下書き（まだ確かめていません）"
    CHECKED = "checked", "確かめました（読める日を待っています）"
    WAITING = "waiting", "読めません（会が中止か延期です）"
    SHOWN = "shown", "読めます"
    OVER = "over", "読める日が終わりました"
    REMOVED = "removed", "消しました"


class Check(TextChoices):
    """What a second person makes sure of before anybody reads a sheet."""

    NAMES = "names", "人の名前、あだ名、頭文字がない"
    PLACES = "places", "住所、町の名前、駅、学校、会社の名前がない"
    BIRTH = "birth", "生年月日がなく、年齢は「60代」のように書いてある"
    OFFICES = "offices", "事業所、病院、矯正施設の名前がない"
    DATES = "dates", "日付が「入所の3か月後」のように書いてある"
    RARE = "rare", "その人だけとわかる、めずらしい事実がない（事件、家族、仕事、病気）"
    WHOLE = "whole", "全体を読み、知っている人が読んでも、だれのことかわからない"
