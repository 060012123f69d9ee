"""Who may do what to copy in which state, written down once more beside the workflow's own table."""

WRITERS = {"reporter", "editor", "chief"}  # whose copy it is, and who may edit any
EDITORS = {"editor", "chief"}
CHIEFS = {"chief"}
# verb: {state: (who may, the stage it leads to)}. What is not written here is refused.
EXPECTED = {
    "submit": {
        "draft": (WRITERS, "in_review"),
        "reopened": (WRITERS, "in_review"),
        "taken down while open": (WRITERS, "in_review"),
        "reworded and reopened": (WRITERS, "in_review"),
    },
    "approve": {
        "in review": (EDITORS, "approved"),
        "in review again": (EDITORS, "approved"),
        "taken down in review": (EDITORS, "approved"),
    },
    "publish": {
        "approved": (EDITORS, "published"),
        "approved again": (EDITORS, "published"),
        "taken down": (EDITORS, "published"),
    },
    "send_back": {
        "in review": (EDITORS, "draft"),
        "approved": (EDITORS, "draft"),
        "in review again": (EDITORS, "draft"),
        "approved again": (EDITORS, "draft"),
        "taken down": (EDITORS, "draft"),
        "taken down in review": (EDITORS, "draft"),
    },
    "reopen": {"published": (WRITERS, "draft"), "reworded": (WRITERS, "draft")},
    "reprint": {
        "reworded": (EDITORS, "published"),
        "reworded and reopened": (EDITORS, "draft"),
        "reworded and waiting": (EDITORS, "published"),
    },
    "hold": {
        "waiting": (EDITORS, "approved"),
        "update waiting": (EDITORS, "approved"),
        "waiting after takedown": (EDITORS, "approved"),
        "reworded and waiting": (EDITORS, "approved"),
    },
    "take_down": {
        "published": (EDITORS, "approved"),
        "reopened": (EDITORS, "draft"),
        "in review again": (EDITORS, "in_review"),
        "approved again": (EDITORS, "approved"),
        "update waiting": (EDITORS, "approved"),
        "reworded": (EDITORS, "approved"),
        "reworded and reopened": (EDITORS, "draft"),
    },
    "kill": {
        "published": (CHIEFS, "killed"),
        "waiting": (CHIEFS, "killed"),
        "reopened": (CHIEFS, "killed"),
        "in review again": (CHIEFS, "killed"),
        "approved again": (CHIEFS, "killed"),
        "update waiting": (CHIEFS, "killed"),
        "taken down": (CHIEFS, "killed"),
        "taken down while open": (CHIEFS, "killed"),
        "taken down in review": (CHIEFS, "killed"),
        "waiting after takedown": (CHIEFS, "killed"),
        "reworded": (CHIEFS, "killed"),
        "reworded and reopened": (CHIEFS, "killed"),
        "reworded and waiting": (CHIEFS, "killed"),
    },
    "reinstate": {"killed": (CHIEFS, "draft"), "killed unseen": (CHIEFS, "draft")},
    "spike": {
        "draft": (EDITORS, "spiked"),
        "in review": (EDITORS, "spiked"),
        "approved": (EDITORS, "spiked"),
    },
    "unspike": {"spiked": (EDITORS, "draft")},
}


def allowed(verb, state):
    """Return the roles that may do a verb in a state."""
    roles, _stage = EXPECTED[verb].get(state, (set(), None))
    return roles


def target(verb, state):
    """Return the stage to which an allowed verb leads from a state."""
    _roles, stage = EXPECTED[verb][state]
    return stage
