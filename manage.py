#!/usr/bin/env python
"""Commands for people. A person at a prompt works in development mode unless told otherwise."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from environs import EnvError


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    os.environ.setdefault("NEWSROOM_MODE", "development")
    try:
        settings.INSTALLED_APPS  # noqa: B018  reads the settings, so that a wrong one is one sentence
    except (ImproperlyConfigured, EnvError) as error:
        sys.exit(str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
