"""`manage.py import_images FOLDER`: import a folder of pictures, such as an archive or a memory card."""

import logging
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.uploads import SERVER_FAILED
from accounts.users import at_desk
from attribution.models import Agency
from images import permissions, services
from images.files.validate import InvalidImage
from images.models import Image

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Take in every file of a folder and its folders, in order; hidden ones are passed over."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--by", metavar="USERNAME", help="Who takes them in.")
        parser.add_argument(
            "--rights", choices=Image.Rights.values, help="By what right they may run."
        )
        parser.add_argument("--origin", metavar="AGENCY", help="Its name, or another it goes by.")

    def handle(
        self,
        *args: Any,
        folder: Path,
        by: str | None,
        rights: str | None,
        origin: str | None,
        **options: Any,
    ) -> None:
        if not folder.is_dir():
            raise CommandError(_("“%s” is not a folder.") % folder)
        fields = {"rights": rights, "origin": origin and _agency(origin)}
        fields = {name: value for name, value in fields.items() if value}
        user = _user(by) if by else None
        counts = {"new": 0, "known": 0, "refused": 0}
        messages = {"new": _("taken in"), "known": _("in the library already")}
        for path, error in _files(folder):
            kind, refusal = _unread(error) if error else _import(path, by=user, **fields)
            counts[kind] += 1
            name = str(path.relative_to(folder)).encode("utf-8", "backslashreplace").decode()
            self.stdout.write(f"{name}: {messages.get(kind) or refusal}")
        self.stdout.write(
            _("%(new)d taken in, %(known)d in the library already, %(refused)d refused.") % counts
        )
        if counts["refused"]:
            raise CommandError(
                ngettext(
                    "%d file was not taken in. Its line says why.",
                    "%d files were not taken in. Their lines say why.",
                    counts["refused"],
                )
                % counts["refused"]
            )


def _import(path: Path, *, by: User | None, **fields: Any) -> tuple[str, str]:
    """Return whether the picture is new, known or refused, and then why. Nothing is raised."""
    try:
        with path.open("rb") as opened:
            file = File(opened, name=path.name)
            imported = services.import_image(file, by=by, at=timezone.now(), **fields)
    except InvalidImage as refused:
        return "refused", str(refused)
    except OSError as error:
        return _unread(error)
    except Exception:  # the other files are still imported
        logger.exception("%s was not taken in", path)
        return "refused", str(SERVER_FAILED)
    return ("new" if imported.is_new else "known"), ""


def _unread(error: OSError) -> tuple[str, str]:
    return "refused", _("It cannot be read: %s.") % error.strerror


def _files(folder: Path) -> Iterator[tuple[Path, OSError | None]]:
    """Yield the files below a folder, by name in each folder, then what cannot be read with its error."""
    unread: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=unread.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (Path(root, name) for name in sorted(names) if not name.startswith("."))
        yield from ((path, None) for path in paths)
    yield from ((Path(error.filename), error) for error in unread)


def _user(username: str) -> User:
    user = at_desk().filter(username=username).first()
    if user is None:
        raise CommandError(_("Nobody here signs in as “%s”.") % username)
    if not user.has_perm(permissions.ADD_IMAGE):
        raise CommandError(_("“%s” may not take pictures in.") % username)
    return user


def _agency(name: str) -> Agency:
    agency = next((a for a in Agency.objects.order_by("pk") if a.matches_name(name)), None)
    if agency is None:
        raise CommandError(_("No agency is called “%s”. Enter it at the desk first.") % name)
    return agency
