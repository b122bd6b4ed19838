"""QR codes as SVG elements that stand in the page: no picture to fetch, no style in it."""

from io import BytesIO

import segno
from markupsafe import Markup


def qr_code(url: str) -> Markup:
    """Draw an address as a QR code (error correction M: a sixth of it may be smudged)."""
    drawn = BytesIO()
    segno.make(url, error="m", micro=False).save(
        drawn,
        kind="svg",
        xmldecl=False,
        svgns=False,
        omitsize=True,
        border=4,
        svgclass="qr",
        lineclass=None,
    )
    # Made by us out of squares; nothing of the address is written in it.
    return Markup(drawn.getvalue().decode("ascii"))  # noqa: S704
