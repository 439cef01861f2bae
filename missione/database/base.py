"""PostgreSQL as Django speaks it, except that an absent server is asked for by one thread of a process at a time.

And queries are not kept for debugging."""

import threading

import psycopg
from django.db.backends.postgresql import base

_asking = threading.Lock()
_is_gone = threading.Event()


class DatabaseWrapper(base.DatabaseWrapper):
    @property
    def queries_logged(self):
        """Where a test asks for it. DEBUG alone would keep the last nine thousand, written out, for nobody to read."""
        return self.force_debug_cursor

    def get_new_connection(self, conn_params):
        """A server that does not answer at all costs each attempt the whole connect_timeout. If every thread waited for
        it, requests would pile up: while it is gone one thread waits, and the others say so at once."""
        if not _is_gone.is_set():
            return self._connect(conn_params)
        if not _asking.acquire(blocking=False):
            raise psycopg.OperationalError("PostgreSQL is gone, and another request is asking for it already")
        try:
            return self._connect(conn_params)
        finally:
            _asking.release()

    def _connect(self, conn_params):
        try:
            connection = super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            _is_gone.set()
            raise
        _is_gone.clear()
        return connection
