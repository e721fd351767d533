"""Cards with one point each, at the desk: written, placed on courses, printed as a set."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import actor
from content.desk_forms import Done, Kept, form_screen
from training_media.courses import papers, queries
from training_media.courses.access import card_at_the_desk, video_desk
from training_media.courses.desk_forms.beside import CardForm, card_initial
from training_media.courses.exceptions import CourseRefused
from training_media.courses.models import LessonCard
from training_media.courses.services.adding import remove_card, write_card

from .frame import CARDS, address, done, screen, show, to

CARDS_ON_A_PAGE = 30


@video_desk.reading
def card_list(request: HttpRequest) -> HttpResponse:
    """Show the cards with the courses on which they stand."""
    page = Paginator(queries.all_cards().prefetch_related("courses"), CARDS_ON_A_PAGE)
    shown = page.get_page(request.GET.get("page"))
    return show(request, "cards", CARDS, page_obj=shown, cards=shown.object_list)


@video_desk.form_page
def create(request: HttpRequest) -> HttpResponse:
    """Write a new card."""
    return _form(request, None)


@video_desk.form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a card."""
    return _form(request, card_at_the_desk(pk))


def _form(request: HttpRequest, card: LessonCard | None) -> HttpResponse:
    courses = list(queries.all_courses())
    data = request.POST if request.method == "POST" else None
    form = CardForm(data, courses=courses, initial=card_initial(card))

    def save() -> Done:
        saved = write_card(
            card=card,
            details=form.details,
            courses=form.chosen_courses,
            actor=actor(request),
            now=timezone.now(),
        )
        return Done(f"「{saved.point}」を保存しました。", address("cards"))

    def fresh() -> CardForm:
        assert card is not None
        return CardForm(courses=courses, initial=card_initial(card_at_the_desk(card.pk)))

    return form_screen(
        request,
        form,
        save,
        screen("card", card.point if card else "カードを作る", [(CARDS, address("cards"))]),
        refused_as=CourseRefused,
        kept=Kept(card, fresh) if card else None,
        card=card,
    )


@video_desk.deed
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a card."""
    card = card_at_the_desk(pk)
    act = {"card": card, "actor": actor(request), "now": timezone.now()}
    done(request, lambda: remove_card(**act), f"「{card.point}」を消しました。")
    return to("cards")


@video_desk.reading
def card_set(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 -- a view
    """Return all cards as a set to be printed and cut."""
    content = papers.cards_pdf(list(queries.all_cards()), title=CARDS, now=timezone.now())
    return desk.file(content, name="youten-card.pdf", content_type="application/pdf", inline=True)
