"""A name server for one name, as Docker runs one for the services of a compose file."""

import socket
import struct
import threading


class NameServer(threading.Thread):
    """Answers every question for an address with `addresses`, which a test may change at any time."""

    def __init__(self, *addresses: str):
        super().__init__(daemon=True)
        self.addresses = list(addresses)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.start()

    def run(self):
        try:
            while True:
                asked, client = self.socket.recvfrom(512)
                self.socket.sendto(self.answer(asked), client)
        except OSError:
            pass

    def answer(self, asked: bytes) -> bytes:
        """RFC 1035, section 4: the same head and question, then a record for each address that lives a second."""
        end_of_name = asked.index(0, 12) + 1
        records = [b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 1, 4) + socket.inet_aton(address) for address in self.addresses]
        head = asked[:2] + struct.pack("!HHHHH", 0x8180, 1, len(records), 0, 0)
        return head + asked[12 : end_of_name + 4] + b"".join(records)

    def end(self):
        self.socket.close()
