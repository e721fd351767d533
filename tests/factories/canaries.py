"""Canaries in every sealed column of every row of the private door, and who finds them in an answer."""

import re
from urllib.parse import quote

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.models import Case
from handoff.vault import store
from handoff.vault.fields import SealedField
from handoff.vault.models import SealedModel
from tests.factories.cases import NOW

# No word of ours and no token drawn by lot holds it; it is the same in UTF-8, JSON and an address.
ASCII = "qzxkanaria"
MARK = f"鵜目{ASCII}"
# So long is a text that may stand for itself where nobody, not even the clock, writes anew.
LONG_ENOUGH = 8
# What holds lists and tables of words is read as such, and so never filled with a text.
DATA = frozenset({"contents", "reply", "judgement", "closing", "next_day", "package", "contacts"})


def sealed_columns(model):
    return [field.name for field in model._meta.fields if isinstance(field, SealedField)]


class Canaries:
    """Canaries by column: what was laid in sealed columns, and the words of the ledgers as they are."""

    def __init__(self):
        self.columns = []
        self.words = {}
        self.laid = set()

    def lay(self):
        """Write a canary into every sealed column of every row there is now."""
        for model in apps.get_models():
            if issubclass(model, SealedModel) and sealed_columns(model):
                with opened(CLOCK, now=NOW):
                    for row in list(model.objects.all()):
                        self._lay_into(row)
        with opened(CLOCK, now=NOW):
            self.words |= dict.fromkeys(references(), "cases_case.reference")
        return self

    def _lay_into(self, row):
        table = row._meta.db_table
        if str(row.key_id) not in store.names():
            # Its case was destroyed: nobody reads it any more.
            return
        for column in sealed_columns(type(row)):
            name = f"{table}.{column}"
            if name not in self.columns:
                self.columns.append(name)
            held = None if getattr(row, column) is None else row._unsealed(column)
            if held is None and column in DATA:
                continue
            row.seal(**{column: marked(held, f"{MARK}{self.columns.index(name):03}e")})
            try:
                with transaction.atomic():
                    type(row).objects.filter(pk=row.pk).update(**{column: getattr(row, column)})
            except IntegrityError:
                # It stays empty until the state of the row asks for it.
                assert held is None, name
            except ProgrammingError as error:
                # Nobody changes what stands in a ledger: its words are their own canaries.
                if "permission denied" not in str(error):
                    raise
                texts = [text for text in leaves(held) if len(text) >= LONG_ENOUGH]
                self.words |= dict.fromkeys(texts, name)
            else:
                self.laid.add(name)

    def found_in(self, haystack):
        """Return the columns whose canaries stand in these bytes, as they are or as an address has them."""
        numbers = re.findall(rf"{ASCII}(\d{{3}})e".encode(), haystack, re.IGNORECASE)
        found = {self.columns[int(number)] for number in numbers}
        if ASCII.encode() in haystack.lower() and not found:
            found.add("a piece of a canary")
        for text, name in self.words.items():
            if text.encode() in haystack or quote(text).encode() in haystack:
                found.add(name)
        return found


def references():
    return list(Case.objects.values_list("reference", flat=True))


def leaves(value):
    """Return the texts of a sealed value."""
    match value:
        case None:
            return []
        case str():
            return [value]
        case dict():
            return [text for each in value.values() for text in leaves(each)]
        case list():
            return [text for each in value for text in leaves(each)]
    return []


def marked(value, canary):
    """Return a sealed value with a canary behind each text that a person wrote; codes stay as they are."""
    match value:
        case None:
            return canary
        case str():
            return value if value.isascii() else value + canary
        case dict():
            return {key: marked(each, canary) if each else each for key, each in value.items()}
        case list():
            return [marked(each, canary) for each in value]
    return value
