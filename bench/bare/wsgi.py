"""The bare site; its one table is made when the first worker starts."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
