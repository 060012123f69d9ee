"""The locks name every package that is installed, and the inputs every package that is imported.

The inputs are requirements/*.in; `make lock` writes requirements*.txt from them.
"""

import ast
import sys
import sysconfig
from importlib import metadata
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from newsroom.tests.guards.report import report
from requirements.lock import HERE, LOCKS, ROOT, Locked, directs, locked, resolved

# What a new environment brings along.
BROUGHT_ALONG = {"pip", "setuptools", "wheel"}
# What the checkout holds besides code: the environment and the data of the demo.
NOT_CODE = {".venv", "var"}
FROM_UV = """\
cffi==2.1.1 \\
    --hash=sha256:01 \\
    --hash=sha256:02
    # via
    #   -c everything.txt
    #   cryptography
    #   argon2-cffi-bindings
tzdata==2026.6 ; sys_platform == 'win32' \\
    --hash=sha256:03
    # via django
"""
NOT_THE_PRODUCT = {"bench", "bin", "requirements", "tests"}


def inputs():
    return {name: directs((HERE / name).read_text()) for name in LOCKS}


def locks():
    return {lock: locked((ROOT / lock).read_text()) for lock in LOCKS.values()}


def is_exact(requirement):
    return [each.operator for each in requirement.specifier] == ["=="] and not requirement.url


@pytest.mark.parametrize("name", LOCKS)
def test_each_line_of_an_input_is_an_exact_pin_with_its_reason(name):
    loose = [
        f"{direct.requirement} in requirements/{name}: write NAME==VERSION  # why it is there."
        for direct in inputs()[name]
        if not is_exact(direct.requirement) or not direct.reason
    ]
    report(loose)


@pytest.mark.parametrize(("name", "lock"), LOCKS.items())
def test_each_lock_has_the_direct_packages_of_its_input_with_their_reasons(name, lock):
    expected = [
        (direct.name, direct.requirement.extras, direct.requirement.specifier, direct.reason)
        for direct in inputs()[name]
    ]
    entries = locks()[lock]
    given = [
        (entry.name, entry.requirement.extras, entry.requirement.specifier, entry.comment)
        for entry in entries[: len(expected)]
    ]
    differ = [f"{lock} is not what requirements/{name} asks for: run make lock."]
    report(differ if given != expected else [])
    others = [
        entry.line for entry in entries[len(expected) :] if not entry.comment.startswith("for ")
    ]
    report(f"{lock} names {each}, requirements/{name} does not: run make lock." for each in others)


@pytest.mark.parametrize("lock", LOCKS.values())
def test_each_requirement_of_a_lock_is_exact_and_has_hashes(lock):
    loose = [
        f"{entry.line} in {lock} has no hash or no exact version: run make lock."
        for entry in locks()[lock]
        if not is_exact(entry.requirement)
        or not entry.hashes
        or not all(each.startswith("sha256:") for each in entry.hashes)
    ]
    report(loose)


def test_no_two_lines_of_the_locks_disagree_on_a_version():
    versions = {}
    for lock, entries in locks().items():
        for entry in entries:
            versions.setdefault(entry.name, {}).setdefault(str(entry.requirement.specifier), lock)
    contradictions = [
        f"{name} is locked at {by_version}: run make lock."
        for name, by_version in versions.items()
        if len(by_version) > 1
    ]
    report(contradictions)


def test_what_is_installed_is_what_the_locks_name():
    named = {
        entry.name: str(entry.requirement.specifier).removeprefix("==")
        for entries in locks().values()
        for entry in entries
        if not entry.requirement.marker or entry.requirement.marker.evaluate()
    }
    installed_in = list({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
    installed = {
        canonicalize_name(each.metadata["Name"]): each.version
        for each in metadata.distributions(path=installed_in)
    }
    wrong = [
        f"{name} {version} is installed, but no lock names it: add it to an input in requirements/ "
        f"and run make lock, or run .venv/bin/pip uninstall {name}."
        for name, version in installed.items()
        if name not in named and name not in BROUGHT_ALONG
    ] + [
        f"{name} is locked at {version}, but {installed.get(name, 'nothing')} is installed: "
        "run make setup; if an input changed, run make lock before it."
        for name, version in named.items()
        if installed.get(name) != version
    ]
    report(wrong)


def test_what_uv_writes_is_read_with_the_packages_that_need_it():
    assert resolved(FROM_UV) == [
        Locked("cffi==2.1.1", ("sha256:01", "sha256:02"), "argon2-cffi-bindings, cryptography"),
        Locked("tzdata==2026.6 ; sys_platform == 'win32'", ("sha256:03",), "django"),
    ]


def imported(path):
    """The outermost names of the modules that a file imports."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.partition(".")[0]


def is_of_the_product(path):
    """Whether it runs where the developer's packages are not installed."""
    return path.name != "conftest.py" and NOT_THE_PRODUCT.isdisjoint(path.parts)


def modules_of_others():
    """Each module imported from outside the standard library and this project, with its files."""
    folders = [path for path in ROOT.iterdir() if path.is_dir() and path.name not in NOT_CODE]
    files = [*ROOT.glob("*.py"), *(file for folder in folders for file in folder.rglob("*.py"))]
    ours = {path.name for path in folders} | {path.stem for path in ROOT.glob("*.py")}
    modules = {}
    for file in sorted(file.relative_to(ROOT) for file in files):
        for module in set(imported(ROOT / file)) - ours - set(sys.stdlib_module_names):
            modules.setdefault(module, []).append(file)
    return modules


def test_each_package_that_is_imported_is_named_in_an_input():
    packages = metadata.packages_distributions()
    named = {name: {direct.name for direct in directs} for name, directs in inputs().items()}
    of_the_product = set().union(*(named[name] for name in LOCKS if name != "dev.in"))
    missing = []
    for module, files in modules_of_others().items():
        names = {canonicalize_name(each) for each in packages.get(module, [module])}
        product = [file for file in files if is_of_the_product(file)]
        if product and names.isdisjoint(of_the_product):
            missing.append((module, product[0], "runtime.in"))
        elif names.isdisjoint(set().union(*named.values())):
            missing.append((module, files[0], "dev.in"))
    report(
        f"{file} imports {module}, but requirements/{name} does not name its package: add it there "
        "with its reason, then run make lock."
        for module, file, name in missing
    )


def test_imports_are_told_apart_by_where_they_run():
    assert is_of_the_product(Path("wires/parsers/nitf.py"))
    assert not is_of_the_product(Path("wires/tests/test_nitf.py"))
    assert not is_of_the_product(Path("conftest.py"))
