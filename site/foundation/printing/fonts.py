"""The two bundled fonts, and nothing that lies on this machine."""

import os
import threading
import warnings
from pathlib import Path

from pylopdf_fonts_jp import sans_path, serif_path

with warnings.catch_warnings():  # WeasyPrint complains where a machine has no fonts; we never use them
    warnings.simplefilter("ignore", UserWarning)
    from weasyprint.text.fonts import FontConfiguration

FONT_FILE = sans_path()
FONT_FOLDER = FONT_FILE.parent
FONT_FACES = "".join(
    f'@font-face {{ font-family: "{family}"; src: url("{path.as_uri()}") }}'
    for family, path in (("Noto Sans JP", FONT_FILE), ("Noto Serif JP", serif_path()))
)
NO_FONTS = Path(__file__).parent / "no-fonts.conf"
_environment = threading.Lock()


def no_machine_fonts() -> FontConfiguration:
    """Return a font configuration that knows no font of this machine.

    fontconfig takes its file from the environment and nowhere else. The variable is put back at once:
    a browser started from this process (the tests do it) must see its fonts.
    """
    with _environment:
        before = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = str(NO_FONTS)
        try:
            return FontConfiguration()
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before
