"""Agency copy for tests, in our own words: the least that each format needs."""

import json


def ninjs(uri="wire:1", version=1, **properties):
    """An item as ninjs 3 has it. `properties` are added, and replace those of the same name."""
    item = {
        "standard": {"name": "ninjs", "version": "3.1"},
        "uri": uri,
        "version": str(version),
        "type": "text",
        "pubStatus": "usable",
        "language": "en",
        "headlines": [{"role": "main", "value": "Ferry turns back in heavy swell"}],
        "bodies": [
            {
                "role": "main",
                "contentType": "text/html",
                "value": "<p>A night ferry turned back to port on Friday.</p>",
            }
        ],
        **properties,
    }
    return json.dumps({key: value for key, value in item.items() if value is not None}).encode()


def headline(text):
    return {"headlines": [{"role": "main", "value": text}]}
