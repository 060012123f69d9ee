#!/usr/bin/env python
"""Commands for people. A person at a prompt works in development mode unless told otherwise."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    os.environ.setdefault("NEWSROOM_MODE", "development")
    execute_from_command_line(sys.argv)
