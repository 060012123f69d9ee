"""The body of agency copy as clean HTML, and its words."""

import html as entities
import re


def text(html: str) -> str:
    """The words of a clean body as plain text, one line for each block."""
    html = re.sub(r"</(?:p|h2|h3|h4|li|blockquote|tr|table|caption|figcaption)>|<br>", "\n", html)
    lines = entities.unescape(re.sub(r"<[^>]*>", "", html)).splitlines()
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())
