"""What a server runs. Without NEWSROOM_MODE it is production, which refuses a missing secret."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()
