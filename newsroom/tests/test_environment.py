"""Two at once that build the environment wait for each other, and one broken off is built anew."""

import shutil
import subprocess

import pytest

from newsroom.settings import BASE_DIR

pytestmark = pytest.mark.slow
MAKE = ["make", "-s", ".venv/bin/.runtime"]


@pytest.fixture
def checkout(tmp_path):
    """A checkout whose requirements are met by nothing, so that nothing is downloaded."""
    (tmp_path / "bin").mkdir()
    for name in ("Makefile", "bin/environment"):
        shutil.copy(BASE_DIR / name, tmp_path / name)
    (tmp_path / "requirements.txt").write_text("# nothing\n")
    return tmp_path


def test_two_at_once_build_the_environment_once_and_after_a_break_anew(checkout):
    (checkout / "var").mkdir()
    (checkout / "var" / "environment.building").touch()
    broken = checkout / ".venv" / "lib" / "half"
    broken.mkdir(parents=True)
    both = [
        subprocess.Popen(MAKE, cwd=checkout, stdout=subprocess.PIPE, text=True) for _ in range(2)
    ]
    lines = [process.communicate(timeout=120)[0] for process in both]
    assert sorted(lines) == ["", "Preparing the environment …\n"]
    assert [process.returncode for process in both] == [0, 0]
    assert (checkout / ".venv/bin/.runtime").exists() and not broken.exists()
    assert not (checkout / "var/environment.building").exists()


def test_what_cannot_be_installed_leaves_a_mark_and_one_sentence(checkout):
    (checkout / "requirements.txt").write_text("./no-such-folder\n")
    ended = subprocess.run(MAKE, cwd=checkout, capture_output=True, text=True, check=False)
    assert ended.returncode == 2  # make's own
    sentence = (
        "The environment was not built, as the lines above say: run make again to begin anew."
    )
    assert ended.stderr.splitlines()[-2] == sentence
    assert (checkout / "var/environment.building").exists()
    assert not (checkout / ".venv/bin/.runtime").exists()
