from .pages import HOME_DEPTH, BasePage, address

__all__ = ["HOME_DEPTH", "BasePage", "address"]
