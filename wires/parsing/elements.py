"""What the elements of HTML, XHTML and NITF are to a body. Pure."""

INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "sup": "sup", "sub": "sub"}
BLOCKS = {
    "p": "p",
    "h2": "h2",
    "h3": "h3",
    "h4": "h4",
    "blockquote": "blockquote",
    "ul": "ul",
    "ol": "ol",
    "li": "li",
    "table": "table",
    "caption": "caption",
    "thead": "thead",
    "tbody": "tbody",
    "tfoot": "tbody",
    "tr": "tr",
    "th": "th",
    "td": "td",
    "hl1": "h2",
    "hl2": "h2",
    "h1": "h2",
    "h5": "h4",
    "h6": "h4",
    "bq": "blockquote",
    "pre": "p",
    "dl": "ul",
    "menu": "ul",
    "dir": "ul",
    "dt": "li",
    "dd": "li",
    "credit": "p",
    "tagline": "p",
}
# Elements that only separate their content from what stands beside them.
PARTS = frozenset(
    (
        "div",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "address",
        "center",
        "hr",
        "body",
        "block",
        "body.head",
        "body.content",
        "body.end",
        "datacontent",
        "abstract",
        "byline",
        "dateline",
        "copyrite",
        "datasource",
        "bibliography",
        "custom-table",
        "details",
        "dialog",
        "fieldset",
        "fn",
        "hgroup",
        "legend",
        "nitf-table",
        "note",
        "para",
        "summary",
    )
)
# Elements that hold blocks and no text of their own.
HOLDERS = frozenset(("ul", "ol", "table", "thead", "tbody", "tr"))
PARAGRAPHS = frozenset(("blockquote",))
CELLS = frozenset(("td", "th"))
# Text that its author took back.
STRUCK = frozenset(("s", "del", "strike"))
DROPPED = STRUCK | frozenset(
    (
        "script",
        "style",
        "head",
        "title",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "template",
        "media",
        "figure",
        "figcaption",
        "img",
        "picture",
        "video",
        "audio",
        "form",
        "button",
        "select",
        "input",
        "textarea",
        "noscript",
        "applet",
        "frame",
        "frameset",
        "link",
        "meta",
        "nav",
        "canvas",
    )
)
# Elements whose text stands apart from that beside them; within any other it is of the same line.
BLOCKS_WITHOUT_COPY = frozenset(("figure", "figcaption", "form", "nav", "head", "title", "media"))
APART = PARTS | BLOCKS_WITHOUT_COPY | frozenset((*BLOCKS, "br", "hedline", "body", "html"))
