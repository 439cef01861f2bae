"""A virus scanner for tests: it answers on a socket of this machine as ClamAV 1.4.6 was seen to, and can be in a bad mood.

tests/failures/production/test_virus_scanner.py asks both the same. More that the real one said: docs/operations.md, "Documents".
"""

import socketserver
import threading

# The EICAR test string, in two halves, so that no scanner takes this file for one.
EICAR = (r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*").encode()
FOUND = "Eicar-Test-Signature.UNOFFICIAL"  # a signature of one's own is called unofficial


class Clamd(socketserver.ThreadingTCPServer):
    """`mood`: None works; a text is what it answers whatever it is sent; "dies", "hangs up" and "never answers" do that.

    `most` is its StreamMaxLength: beyond it, it answers and hangs up at once, with the rest unread.
    """

    daemon_threads = allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mood, self.most, self.seen, self.over = None, 10_000_000, [], threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"tcp://127.0.0.1:{self.server_address[1]}"

    def end(self) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        if self.rfile.read(10) != b"zINSTREAM\0":
            return self._say("UNKNOWN COMMAND")
        if self.server.mood == "hangs up":
            return None
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            if len(content) + length > self.server.most:
                return self._say("INSTREAM size limit exceeded. ERROR")
            content += self.rfile.read(length)
            if self.server.mood == "dies":
                return None
        self.server.seen.append(content)
        if self.server.mood == "never answers":
            self.server.over.wait()
            return None
        return self._say(self.server.mood or (f"stream: {FOUND} FOUND" if EICAR in content else "stream: OK"))

    def _say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\0")
