"""The application granian serves."""

import os
from threading import Timer

from django.core.asgi import get_asgi_application

from bedside.web.warming import warm

AFTER = 4.0  # seconds: what answers first comes first

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bedside.settings")
application = get_asgi_application()
_timer = Timer(AFTER, warm)
_timer.daemon = True
_timer.start()
