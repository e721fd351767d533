"""How a browser treats words that are names: it offers no earlier ones and corrects none."""

PLAIN = {"autocomplete": "off", "spellcheck": "false"}
