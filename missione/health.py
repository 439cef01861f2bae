"""Is the portal alive (/gesund/), can it do its work (/gesund/bereit), and its figures for Prometheus (/gesund/zahlen)."""

import secrets

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST
from redis.backoff import NoBackoff
from redis.retry import Retry

from missione.figures import page_of_figures

app_name = "health"
ASK_REDIS_FOR = 0.3  # seconds, twice: to connect and to answer


@login_not_required
@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """Touches nothing: a broken database is no reason to restart the web."""
    return JsonResponse({"state": "ok"})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """503 takes this web out of the rotation; without Redis everything works but letters wait: "degraded", and still 200."""
    database = _database()
    if database != "ok":
        return JsonResponse({"state": "down", "database": database}, status=503, headers={"Retry-After": "10"})
    broker = _broker()
    return JsonResponse({"state": "ok" if broker == "ok" else "degraded", "database": database, "redis": broker})


@login_not_required
@never_cache
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """For whoever knows METRICS_TOKEN, and not through nginx; without a token there is no such address."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not secrets.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        raise Http404
    return HttpResponse(page_of_figures(), content_type=CONTENT_TYPE_LATEST)


def asked_by_address(get_response):
    """Inside the house the portal is asked by address, not by name, and health depends on no name: ALLOWED_HOSTS stays strict."""

    def middleware(request):
        if request.path_info.startswith("/gesund/"):
            request.META["HTTP_HOST"] = settings.SITE_HOST
        return get_response(request)

    return middleware


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return "ok" if _is_migrated() else "migrations missing"
    except (DatabaseError, InterfaceError):
        connection.close()
        return "gone"


_migrated = False


def _is_migrated() -> bool:
    """Read from the tables until it is true once; a deploy that takes migrations back starts new processes anyway."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _broker() -> str:
    """Never waits: no retries, a new connection each time, and a frozen Redis counts as gone."""
    limits = {"socket_connect_timeout": ASK_REDIS_FOR, "socket_timeout": ASK_REDIS_FOR, "retry": Retry(NoBackoff(), 0)}
    try:
        with redis.Redis.from_url(settings.REDIS_URL, **limits) as broker:
            broker.ping()
        return "ok"
    except redis.RedisError:
        return "gone"


urlpatterns = [
    path("", alive, name="alive"),
    path("bereit", ready, name="ready"),
    path("zahlen", figures, name="figures"),
]
