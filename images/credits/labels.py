"""Words before the names of a sign-off that say what follows: “Photo by”, “Ảnh tư liệu:”, “Đồ họa:”.

Pure. Also words that say who made or gave a picture without a name: “NVCC”, “Phóng viên”.
"""

import re

from attribution import wording

# Those that also stand in sentences need their colon.
LABEL = re.compile(
    r"(?<!\w)(?:(?:(?:photo(?:graph)?|picture|foto) credit should read|mandatory credit|credit image"
    r"|image credit|(?:photo|picture) credit|photo(?:graph)? by|picture by"
    r"|(?P<gift>(?:(?:photo|picture|image)s? )?courtesy of))(?!\w)\s?:?"
    r"|(?:credit|photo(?:graph)?|picture|foto|(?P<file>ảnh tư liệu)"
    r"|(?P<graphic>đồ h(?:ọa|oạ)|graphics?|infographics?)"
    r"|(?:hình )?ảnh(?: (?:minh h(?:ọa|oạ)|chụp màn hình|cắt từ clip))?|nguồn(?: ảnh)?"
    r"|фото|写真|사진|照片|图片?)\s?[:：]"
    r"|ảnh(?= do [^.:()\n]{2,40} cung cấp))"
    r"(?:\s|©|\([cC]\)|[\"“])*",
    re.IGNORECASE,
)
_GIVER = re.compile(r"(?:do )?(?:[^\W_]{1,12} ){1,6}cung cấp", re.IGNORECASE)
_ROLE = re.compile(
    r"(?P<role>nhóm (?:phóng viên|PV)|phóng viên|PV|cộng tác viên|CTV) +(?P<agency>\S.*)",
    re.IGNORECASE,
)
_INITIALS = {"PV", "CTV"}
GIVERS = {"NVCC"}  # nhân vật cung cấp


def without_label(text: str) -> str:
    """Return the text without a label at its begin: “Photograph: Name/REX” is “Name/REX”."""
    label = LABEL.match(text)
    return text[label.end() :] if label else text


def qualifier_of(label: re.Match[str]) -> str:
    """Return the qualifier that a label states, or ""."""
    return wording.FILE if label["file"] else wording.HANDOUT if label["gift"] else ""


def is_giver(name: str) -> bool:
    """Return whether the words say who gave a picture: “Gia đình cung cấp”."""
    return bool(_GIVER.fullmatch(name))


def giver(name: str) -> str:
    """Return such words as they are printed."""
    text = name.strip()
    return _capitalised(text[3:] if text[:3].casefold() == "do " else text)


def role(name: str) -> tuple[str, str]:
    """Return the role and the rest of “Phóng viên TTXVN”; "" twice where none is named."""
    match = _ROLE.fullmatch(name.strip())
    if not match:
        return "", ""
    parts = match["role"].split()
    parts = [part.upper() if part.upper() in _INITIALS else part.lower() for part in parts]
    return _capitalised(" ".join(parts)), match["agency"]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
