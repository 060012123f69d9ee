"""Verifies the Content Credentials of the picture on standard input, and prints one JSON object.

Run by verify_credentials.py, alone in a process: the verifier is a native library, and the picture is
a stranger's. Arguments are the picture's media type and a PEM file of trusted certificates, or "".
Nothing is fetched: the settings forbid it, and from the first byte of the picture on this process can
open no file and no socket.
"""

import io
import json
import resource
import sys
from typing import Any

MOST_MEMORY = 512 << 20
MOST_SECONDS = 5
MOST_NAMES = 50
# IPTC's terms for pictures that AI made, or parts of them.
AI_TERMS = ("trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia", "compositeSynthetic")
SETTINGS: dict[str, Any] = {
    "verify": {
        "verify_after_reading": True,
        "verify_trust": True,
        "remote_manifest_fetch": False,
        "ocsp_fetch": False,
    },
    "core": {
        "allowed_network_hosts": [],
        "decode_identity_assertions": False,
        "backing_store_memory_threshold_in_mb": 64,
        "max_decompressed_manifest_size_in_mb": 16,
    },
    "cawg_trust": {"verify_trust_list": False},
}
_UNTRUSTED = "signingCredential.untrusted"
_AUTHORS = "stds.schema-org.CreativeWork"
_ACTIONS = ("c2pa.actions", "c2pa.actions.v2")


def main(media_type: str, trust_list: str) -> None:
    import c2pa

    resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    settings = dict(SETTINGS)
    if trust_list:
        with open(trust_list, encoding="utf-8") as file:
            settings["trust"] = {"trust_anchors": file.read()}
    context = c2pa.Context.from_dict(settings)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    picture = io.BytesIO(sys.stdin.buffer.read())
    try:
        reader = c2pa.Reader(media_type, picture, context=context)
        answer = verdict(reader.get_validation_state(), json.loads(reader.json()))
    except c2pa.C2paError as error:
        answer = {"state": "invalid", "reason": str(error).partition(":")[0][:100]}
    sys.stdout.write(json.dumps(answer))


def verdict(state: str | None, report: dict[str, Any]) -> dict[str, Any]:
    """Return the state of the library's report, and what a whole manifest says."""
    if state not in ("Valid", "Trusted"):
        return {"state": "invalid", "reason": _reason(report)}
    manifest = report["manifests"][report["active_manifest"]]
    signature = _dict(manifest.get("signature_info"))
    return {
        "state": state.lower(),
        "signer": _text(signature.get("common_name")),
        "issuer": _text(signature.get("issuer")),
        "generator": _generator(manifest),
        "title": _text(manifest.get("title")),
        "authors": _authors(manifest),
        "source_type": _source_type(manifest),
    }


def _reason(report: dict[str, Any]) -> str:
    codes = [_text(status.get("code")) for status in report.get("validation_status") or ()]
    return next((code for code in codes if code and code != _UNTRUSTED), "")


def _generator(manifest: dict[str, Any]) -> str:
    """Return name and version of the program that made the claim, in the form of either version."""
    for program in _list(manifest.get("claim_generator_info")):
        program = _dict(program)
        return f"{_text(program.get('name'))} {_text(program.get('version'))}".strip()
    return _text(manifest.get("claim_generator"))


def _authors(manifest: dict[str, Any]) -> list[str]:
    names = []
    for data in _assertions(manifest, _AUTHORS):
        author = data.get("author")
        people = author if isinstance(author, list) else [author]
        names += [_text(_dict(person).get("name")) for person in people[:MOST_NAMES]]
    return list(filter(None, names))[:MOST_NAMES]


def _source_type(manifest: dict[str, Any]) -> str:
    """Return the digital source type of the first action with which AI came in."""
    for data in _assertions(manifest, *_ACTIONS):
        for action in _list(data.get("actions")):
            term = _text(_dict(action).get("digitalSourceType"))
            if term.rpartition("/")[2] in AI_TERMS:
                return term
    return ""


def _assertions(manifest: dict[str, Any], *labels: str) -> list[dict[str, Any]]:
    """Return the contents of the assertions with one of these labels, which may bear a number."""
    assertions = [_dict(assertion) for assertion in _list(manifest.get("assertions"))]
    return [
        _dict(assertion.get("data"))
        for assertion in assertions
        if _text(assertion.get("label")).partition("__")[0] in labels
    ]


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value[:1_000] if isinstance(value, str) else ""


if __name__ == "__main__":
    main(*sys.argv[1:])
