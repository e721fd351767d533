from django.db.models import TextChoices


class ExportForm(TextChoices):
    """In which form a list is taken away."""

    WORKBOOK = "workbook", "Excelの表（xlsx）"
    CSV_UTF8 = "csv_utf8", "CSV（UTF-8。新しいExcelや、ほかのソフト）"
    CSV_CP932 = "csv_cp932", "CSV（Shift_JIS。古いソフト）"


class ExportReason(TextChoices):
    """Why staff take a list away."""

    CONTACT = "contact", "連絡や案内を送るため"
    LOOK_FOR_PLACES = "look_for_places", "受け入れ先をさがすため"
    MEETING = "meeting", "会議や研修の準備のため"
    REPORT = "report", "県や国への報告のため"
    CHECK = "check", "内容を確かめて、直すため"
