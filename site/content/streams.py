"""A stream as it is stored, read without asking the database for what its blocks have chosen."""

from typing import Any

from wagtail.blocks import ChooserBlock, ListBlock, StreamBlock, StreamValue, StructBlock


def stored_items(stream: StreamValue) -> list[dict[str, Any]]:
    """Return what is stored of each block: its type, its value with numbers for what was chosen, its id."""
    items: list[dict[str, Any]] = stream.get_prep_value()
    return items


def without_choices(stream: StreamValue) -> StreamValue:
    """Return the stream with nothing chosen: a document, a picture or a figure is no text of its own.

    Reading a chosen thing takes a query for each page and kind, so whoever reads many pages leaves them out.
    """
    block = stream.stream_block
    return block.to_python(_emptied(block, stored_items(stream)))


def _emptied(block: Any, value: Any) -> Any:
    match block:
        case ChooserBlock():
            return None
        case StructBlock():
            return {
                name: _emptied(block.child_blocks[name], each) if name in block.child_blocks else each
                for name, each in value.items()
            }
        case ListBlock():
            return [_emptied_item(block, each) for each in value]
        case StreamBlock():
            return [
                each | {"value": _emptied(block.child_blocks[each["type"]], each["value"])}
                for each in value
                if each["type"] in block.child_blocks
            ]
    return value


def _emptied_item(block: ListBlock, item: Any) -> Any:
    """Return one of a list; what was stored without an id of its own is the value itself."""
    if isinstance(item, dict) and item.keys() >= {"type", "id", "value"} and item["type"] == "item":
        return item | {"value": _emptied(block.child_block, item["value"])}
    return _emptied(block.child_block, item)
