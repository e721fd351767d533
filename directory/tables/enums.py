from django.db.models import TextChoices


class TableState(TextChoices):
    """How far a table has come."""

    UPLOADED = "uploaded", "列を決めるのを待っています"
    CHECKED = "checked", "確かめました"
    APPLIED = "applied", "取り込みました"
    UNDONE = "undone", "元に戻しました"


class Act(TextChoices):
    """What a job is doing with a table, or is about to."""

    CHECK = "check", "確かめています"
    APPLY = "apply", "取り込んでいます"
    UNDO = "undo", "元に戻しています"


class Verdict(TextChoices):
    """What a line of a table means for the agencies."""

    NEW = "new", "新しい"
    CHANGED = "changed", "変わる"
    SAME = "same", "同じ"
    DOUBTFUL = "doubtful", "どの機関か、決めるもの"
    FAULTY = "faulty", "直すところがあるもの"
    LEFT = "left", "取り込まない"


class Decision(TextChoices):
    """What a person said about a doubtful line."""

    AGENCY = "agency", "この機関です"
    NEW = "new", "新しい機関です"
    LEAVE = "leave", "取り込まない"


class Content(TextChoices):
    """What a column of a table holds: what the directory says of an agency in its first layer."""

    PUBLIC_ID = "public_id", "番号"
    NAME = "name", "名前"
    NAME_KANA = "name_kana", "フリガナ"
    KIND = "kind", "種類"
    MUNICIPALITY = "municipality", "市町村"
    CORPORATE_NUMBER = "corporate_number", "法人番号"
    CORPORATION = "corporation", "法人の名前"
    POSTAL_CODE = "postal_code", "郵便番号"
    ADDRESS = "address", "住所"
    PHONE = "phone", "電話番号"
    FAX = "fax", "FAX番号"
    EMAIL = "email", "事業所のメール"
    PARENT = "parent", "上の組織"
