from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpResponse
from redis.exceptions import RedisError

from studies.agencies.doors import public


@public("A load balancer asks whether the process lives; it says nothing else.")
def alive(request):
    return HttpResponse("ok", content_type="text/plain")


@public("A load balancer asks whether requests can be served; it names no detail.")
def ready(request):
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        cache.get("ready")
    except (DatabaseError, RedisError):
        return HttpResponse("not ready", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")
