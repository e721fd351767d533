"""The WSGI application of the door that PORTAL_DOORS names."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"portal.settings.{os.environ.get('PORTAL_DOORS', 'public')}")
application = get_wsgi_application()
