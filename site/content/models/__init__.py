from .pages import HOME_DEPTH, BasePage, address, open_to_everybody

__all__ = ["HOME_DEPTH", "BasePage", "address", "open_to_everybody"]
