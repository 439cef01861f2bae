"""The log: one line of JSON an event on stdout, without personal data (docs/operations.md lists the fields)."""

import logging
import logging.config
import re
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError

ADDRESS = re.compile(r"[^\s@<>\"'(),;:=/]+@[\w-]+(?:\.[\w-]+)+")


def configure(config: dict[str, Any]) -> None:
    """Called by Django with settings.LOGGING: {"format": "json" or "console", "level": "INFO"}."""
    structlog.configure(
        processors=[*_FIRST, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.captureWarnings(config["format"] == "json")  # else they would stand between the lines of JSON
    logging.config.dictConfig(_stdlib(format=config["format"], level=config["level"].upper()))


def formatter(*, format: str = "json") -> logging.Formatter:
    """Also named by deploy/web/granian-log.json, so that the server's own lines look like ours."""
    last = structlog.processors.JSONRenderer(ensure_ascii=False) if format == "json" else structlog.dev.ConsoleRenderer()
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_FIRST,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,  # without the local variables: they are people's data
            mask_addresses,
            last,
        ],
    )


def mask_addresses(_logger, _method, event: dict[str, Any]) -> dict[str, Any]:
    """Whatever looks like an e-mail address leaves no trace, wherever it came from: a mail server's answer, a traceback."""
    return {key: _masked(value) for key, value in event.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return ADDRESS.sub("(address)", value)
    if isinstance(value, dict):
        return {key: _masked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set):
        return [_masked(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float) else _masked(str(value))


def route_of(request) -> str:
    """The name of the address, never the address: a path can hold a reset key, a query what somebody searched for."""
    match = getattr(request, "resolver_match", None)
    return (match.view_name if match else "") or "unknown"


def without_the_path(record: logging.LogRecord) -> bool:
    """Django writes the path into its messages: put the route there. Of a lost database the middleware has told already."""
    request = getattr(record, "request", None)
    if request is not None and isinstance(record.args, tuple):
        record.args = tuple(route_of(request) if arg == getattr(request, "path", None) else arg for arg in record.args)
    lost = record.exc_info and isinstance(record.exc_info[1], OperationalError | InterfaceError)
    return record.name != "django.request" or not (lost or getattr(record, "status_code", 0) == 503)


_FIRST = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
]


def _stdlib(*, format: str, level: str) -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"path": {"()": lambda: without_the_path}},
        "formatters": {"ours": {"()": formatter, "format": format}},
        "handlers": {
            "out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "ours", "filters": ["path"]}
        },
        "root": {"handlers": ["out"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            "django.request": {"level": "ERROR"},  # the request line tells of 404 and 403
            # two lines every five seconds for the tick would bury the rest; failures are errors and stay
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
        },
    }
