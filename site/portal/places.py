"""The addresses that the frame, the first pages and the search agree on."""

ABOUT, WHO, EASY = "/about/", "/about/who/", "/easy/"
PARTNERS, EVENTS, NEWS = "/partners/", "/events/", "/news/"
# Pages that answer what most people ask: who is helped, and what agencies can do.
ANSWERING = frozenset({WHO, PARTNERS})
