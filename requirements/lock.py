"""Writes requirements*.txt, which name every package with its version and the hashes of its files.

The inputs beside this file name the direct packages, each with its reason. They are all resolved
together, so that one environment can hold them all, for every platform and every Python from 3.11.
"""

import argparse
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
# Each input with its lock.
LOCKS = {
    "runtime.in": "requirements.txt",
    "s3.in": "requirements-s3.txt",
    "c2pa.in": "requirements-c2pa.txt",
    "dev.in": "requirements-dev.txt",
}
# The inputs whose locks a lock takes in.
INCLUDED = {
    "runtime.in": (),
    "s3.in": ("runtime.in",),
    "c2pa.in": ("runtime.in",),
    "dev.in": ("runtime.in", "s3.in", "c2pa.in"),
}
OLDEST_PYTHON = "3.11"


@dataclass(frozen=True)
class Direct:
    """A line of an input: a requirement and why it is there."""

    requirement: Requirement
    reason: str

    @property
    def name(self):
        return canonicalize_name(self.requirement.name)


@dataclass(frozen=True)
class Locked:
    """A requirement of a lock: its line without hashes, its hashes, and the comments beside it."""

    line: str
    hashes: tuple
    comment: str

    @property
    def requirement(self):
        return Requirement(self.line)

    @property
    def name(self):
        return canonicalize_name(self.requirement.name)


def directs(text):
    """The direct packages of an input's text, in its order."""
    lines = (line.partition("#") for line in text.splitlines())
    return [
        Direct(Requirement(before.strip()), after.strip())
        for before, _, after in lines
        if before.strip()
    ]


def locked(text):
    """The requirements of a lock's text. A comment belongs to the requirement that it stands over."""
    entries, comment = [], ""
    for line in text.replace("\\\n", " ").splitlines():
        if line.startswith("#"):
            comment = line.removeprefix("#").strip()
        elif not line.strip() or line.startswith("-"):
            comment = ""
        else:
            requirement, *hashes = re.split(r"\s+--hash=", line.strip())
            entries.append(Locked(requirement, tuple(hashes), comment))
            comment = ""
    return entries


def compile_inputs(inputs, output, *options):
    """Resolve these inputs into the file `output`, in the form that uv writes."""
    # uv stands beside the Python of the environment.
    uv = str(Path(sys.executable).with_name("uv"))
    command = [
        *(uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes"),
        *(
            "--python",
            sys.executable,
            "--python-version",
            OLDEST_PYTHON,
            "--fork-strategy",
            "fewest",
        ),
        # Nothing of the machine on which it runs, such as the address of a mirror.
        *("--no-header", "--no-emit-index-url", "--no-emit-find-links", "--no-strip-extras"),
        *("--output-file", str(output), *options),
        *(str((HERE / name).relative_to(ROOT)) for name in inputs),
    ]
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603


def resolved(text):
    """What uv wrote, each requirement with the packages that need it as its comment."""
    entries = []
    for block in re.split(r"\n(?=[^\s#])", text.strip()):
        head, _, annotation = block.partition("    # via")
        requirement, *hashes = re.split(r"\s+--hash=", head.replace("\\\n", " ").strip())
        needed_by = [
            name
            for name in annotation.replace("#", " ").split("\n")
            if re.fullmatch(r"\s*[a-z0-9-]+\s*", name)
        ]
        comment = ", ".join(sorted(name.strip() for name in needed_by))
        entries.append(Locked(requirement, tuple(hashes), comment))
    return entries


def written(entry, comment):
    return " \\\n    ".join([f"# {comment}\n{entry.line}", *(f"--hash={h}" for h in entry.hashes)])


def lock_text(name, entries, already):
    """The lock of the input `name`: its direct packages with their reasons, then what they need.

    `already` are the lines of the locks that it takes in.
    """
    by_name = {entry.name: entry for entry in entries}
    direct_packages = directs((HERE / name).read_text())
    names = {direct.name for direct in direct_packages}
    parts = [
        f"# Written by `make lock` from requirements/{name}: change that file, then run it again.\n"
        "# Every package is named with the hashes of its files, so that nothing else is installed."
    ]
    if INCLUDED[name]:
        parts.append("\n".join(f"-r {LOCKS[included]}" for included in INCLUDED[name]))
    parts += [written(by_name[direct.name], direct.reason) for direct in direct_packages]
    needed = [e for e in entries if e.name not in names and e.line not in already]
    if needed:
        parts.append("# What those need in turn.")
        parts += [written(entry, f"for {entry.comment}") for entry in needed]
    return "\n\n".join(parts) + "\n"


def write_locks(upgrade):
    """Write all locks. Without `upgrade`, packages that are locked already keep their version."""
    with tempfile.TemporaryDirectory() as folder:
        everything = Path(folder) / "everything.txt"
        if not upgrade:
            kept = [ROOT / lock for lock in LOCKS.values() if (ROOT / lock).exists()]
            lines = {f"{e.line}\n" for path in kept for e in locked(path.read_text())}
            everything.write_text("".join(sorted(lines)))
        compile_inputs(LOCKS, everything)
        texts, lines = {}, {}
        for name, lock in LOCKS.items():
            output = Path(folder) / lock
            compile_inputs([*INCLUDED[name], name], output, "--constraint", str(everything))
            entries = resolved(output.read_text())
            already = set().union(*(lines[included] for included in INCLUDED[name]))
            texts[lock] = lock_text(name, entries, already)
            lines[name] = {entry.line for entry in entries}
    for lock, text in texts.items():
        path = ROOT / lock
        # An untouched file tells make that the environment is up to date.
        if not path.exists() or path.read_text() != text:
            path.write_text(text)


def main():
    parser = argparse.ArgumentParser(description="Write requirements*.txt from requirements/*.in.")
    parser.add_argument("--upgrade", action="store_true", help="take the newest indirect packages")
    arguments = parser.parse_args()
    try:
        write_locks(arguments.upgrade)
    except subprocess.CalledProcessError:
        sys.exit(
            "The locks are as they were: uv could not resolve requirements/*.in, and says above why."
        )


if __name__ == "__main__":
    main()
