from wagtail.admin.widgets.chooser import BaseChooser


class FactChooser(BaseChooser):
    """The button in the editor that opens the list of figures."""

    model = "facts.DatedFact"
    icon = "table"
    choose_one_text = "数字をえらぶ"
    choose_another_text = "別の数字にする"
    clear_choice_text = "えらぶのをやめる"
    link_to_chosen_text = "この数字を直す"
    chooser_modal_url_name = "facts_chooser:choose"
