from datetime import date

from content.start_page import Progress, Shortcut, StartPage, Todo, WeekEntry, arranged

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def test_rows_stand_under_their_headings_late_work_first_and_days_in_order():
    late, soon = Todo(1, "返事を待っている依頼", "/a/", is_late=True), Todo(3, "新しい申し込み", "/b/")
    make = Shortcut("研修・行事", "/c/", "calendar-days")
    visit, meeting = WeekEntry(TUESDAY, "10:00　訪問"), WeekEntry(MONDAY, "14:00　運営会議")
    year = Progress(6, 9, "地域福祉支援検討会", "/d/")
    page = arranged([soon, visit, make, year, meeting, late])
    assert page == StartPage([late, soon], [make], {MONDAY: [meeting], TUESDAY: [visit]}, [year])
    assert list(page.week) == [MONDAY, TUESDAY]


def test_nothing_to_do_is_not_shown():
    assert arranged([Todo(0, "新しい申し込み", "/b/")]).todos == []
