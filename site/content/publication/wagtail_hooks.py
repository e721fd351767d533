from wagtail import hooks

from .actions import AskToPublish, after_saving

ASK_AT = 10

hooks.register("after_create_page", after_saving)
hooks.register("after_edit_page", after_saving)


@hooks.register("register_page_action_menu_item")
def ask_to_publish() -> AskToPublish:
    return AskToPublish(order=ASK_AT)
