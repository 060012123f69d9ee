"""Who may do what to copy in which state, written down once more beside the workflow's own table."""

WRITERS = {"reporter", "editor", "chief"}  # whose copy it is, and who may edit any
EDITORS = {"editor", "chief"}
# verb: {state: who may}. What is not written here is refused.
ALLOWED = {
    "submit": {"draft": WRITERS, "reopened": WRITERS},
    "approve": {"in review": EDITORS},
    "publish": {"approved": EDITORS},
    "send_back": {"in review": EDITORS, "approved": EDITORS},
    "reopen": {"published": WRITERS},
    "hold": {"waiting": EDITORS},
    "kill": {"published": {"chief"}, "waiting": {"chief"}, "reopened": {"chief"}},
    "spike": {"draft": EDITORS, "in review": EDITORS, "approved": EDITORS},
    "unspike": {"spiked": EDITORS},
}
TARGETS = {
    "submit": "in_review",
    "approve": "approved",
    "publish": "published",
    "send_back": "draft",
    "reopen": "draft",
    "hold": "approved",
    "kill": "killed",
    "spike": "spiked",
    "unspike": "draft",
}
