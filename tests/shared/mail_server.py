"""A mail server of our own, in a thread: it keeps what it gets, and misbehaves towards whom the test says."""

import asyncio
import email
import email.policy
import socket
from dataclasses import dataclass, field
from email.message import EmailMessage
from threading import Event

from aiosmtpd.controller import Controller


@dataclass
class Received:
    recipient: str
    message: EmailMessage

    @property
    def message_id(self):
        return self.message["Message-ID"]


@dataclass
class MailServer:
    received: list[Received] = field(default_factory=list)
    refuse_sender: str = ""  # answer to MAIL
    refuse: dict[str, str] = field(default_factory=dict)  # recipient → answer to RCPT
    refuse_text: dict[str, str] = field(default_factory=dict)  # recipient → answer to the text
    hang_up_at_rcpt: set[str] = field(default_factory=set)
    hang_up_after_text: set[str] = field(default_factory=set)  # takes it and says nothing
    slow: dict[str, float] = field(default_factory=dict)  # recipient → seconds until the text is taken
    holds: dict[str, Event] = field(default_factory=dict)  # recipient → what must be set before the text is taken
    thinks: dict[str, float] = field(default_factory=dict)  # recipient → seconds between taking the text and saying so
    connections: int = 0
    has_text_for: set[str] = field(default_factory=set)  # whose text came in, taken or not

    # --- what aiosmtpd calls ---

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.hang_up_at_rcpt:
            server.transport.abort()
            return "421 gone"
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        recipient = envelope.rcpt_tos[0]
        pause, hold = self.slow.get(recipient, 0), self.holds.get(recipient)
        self.has_text_for.add(recipient)
        await asyncio.sleep(pause)
        while hold and not hold.is_set():
            await asyncio.sleep(0.01)
        if recipient in self.refuse_text:
            return self.refuse_text[recipient]
        self.received.append(Received(recipient, email.message_from_bytes(envelope.content, policy=email.policy.default)))
        await asyncio.sleep(self.thinks.get(recipient, 0))
        if recipient in self.hang_up_after_text:
            server.transport.abort()
        return "250 OK"

    # --- what the tests ask ---

    def recipients(self):
        return [letter.recipient for letter in self.received]

    def subjects(self):
        return [letter.message["Subject"] for letter in self.received]

    def start(self):
        self.port = free_port()
        self.url = f"smtp://127.0.0.1:{self.port}"
        self.start_again()

    def start_again(self):
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, ready_timeout=10)
        self.controller.start()

    def stop(self):
        self.controller.stop(no_assert=True)


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]
