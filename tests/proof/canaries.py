"""Words that may stand nowhere but behind a seal, and a search for them in whatever form they got out."""

import base64
from email import message_from_bytes
from email.policy import SMTP
from urllib.parse import quote

# Three scripts: what people write, how it is read, and what a file may be called.
WORDS, KANA, LATIN = "金糸雀囀り声", "キンシジャクサエズリ", "kanaria-zz-saezuri"
CANARIES = (WORDS, KANA, LATIN)


def forms_of(text):
    """Return each form in which this text could lie in a file, by name."""
    plain = text.encode()
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in text)
    found = {
        "utf-8": plain,
        # As a server writes an address that it took for Latin-1.
        "utf-8 twice": plain.decode("latin-1").encode(),
        "utf-16-le": text.encode("utf-16-le"),
        "utf-16-be": text.encode("utf-16-be"),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        "quoted-printable": "".join(f"={byte:02X}" for byte in plain).encode(),
        "percent": quote(text, safe="").encode(),
        "percent, small": "".join(f"%{byte:02x}" for byte in plain).encode(),
        "\\u": escaped.encode(),
        "\\U": escaped.upper().replace("\\U", "\\u").encode(),
        "entities": "".join(f"&#{ord(letter)};" for letter in text).encode(),
        "entities, hex": "".join(f"&#x{ord(letter):x};" for letter in text).encode(),
    }
    for before in range(3):
        for name, encode in (("base64", base64.b64encode), ("base64url", base64.urlsafe_b64encode)):
            found[f"{name} + {before}"] = _within(encode, plain, before)
    return found


def _within(encode, plain, before):
    """Return the letters of base64 that are the same whatever stands around this text."""
    encoded = encode(bytes(before) + plain).rstrip(b"=")
    ragged = (before + len(plain)) % 3 != 0
    return encoded[(0, 2, 3)[before] : len(encoded) - ragged]


FORMS = [(canary, name, form) for canary in CANARIES for name, form in forms_of(canary).items()]


def found_in(content):
    """Return which canaries lie in these bytes, in which form."""
    return {(canary, name) for canary, name, form in FORMS if form in content}


def found_below(folder):
    """Return how many bytes lie in the files below a folder, and which files hold a canary, in which form."""
    size, found = 0, {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink():
            content = file.read_bytes()
            size += len(content)
            if hits := found_in(content):
                found[str(file.relative_to(folder))] = hits
    return size, found


def mail_texts(content):
    """Return a mail as it came, without its line breaks, and each of its parts as people read it."""
    message = message_from_bytes(content, policy=SMTP)
    parts = [part.get_content() for part in message.walk() if not part.is_multipart()]
    decoded = [str(message["Subject"]), *(part if isinstance(part, str) else part.decode() for part in parts)]
    return [content, content.replace(b"\r\n", b""), *(each.encode() for each in decoded)]
