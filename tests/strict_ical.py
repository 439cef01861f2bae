"""A strict reader of calendar data: what it does not take, some calendar out there does not take either."""

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

LONGEST_LINE = 75  # octets
CONTROL = r"\x00-\x08\x0a-\x1f\x7f"
CONTENT_LINE = re.compile(rf'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"{CONTROL}]*"|[^";:,{CONTROL}]*))*):([^{CONTROL}]*)')
PARAMETER = re.compile(r';([A-Z0-9-]+)=(?:"([^"]*)"|([^";:,]*))')
ESCAPE = re.compile(r"\\[\\;,nN]")
ESCAPES = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n", "\\N": "\n"}


class Malformed(Exception):
    """Calendar data that a strict reader throws away."""


@dataclass
class Property:
    parameters: dict[str, str]
    value: str

    @property
    def text(self):
        """The value as TEXT: every backslash must begin an escape, and no separator stands bare."""
        if re.search(r"[\\;,\x00-\x08\x0a-\x1f\x7f]", ESCAPE.sub("", self.value)):
            raise Malformed(f"a bare separator or a control character: {self.value!r}")
        return ESCAPE.sub(lambda found: ESCAPES[found.group()], self.value)


@dataclass
class Component:
    name: str
    properties: dict[str, list[Property]] = field(default_factory=dict)
    components: list["Component"] = field(default_factory=list)

    def one(self, name):
        found = self.properties.get(name, [])
        if len(found) != 1:
            raise Malformed(f"{len(found)} times {name} in {self.name}")
        return found[0]

    def all(self, name):
        return [component for component in self.components if component.name == name]

    def moment(self, name, zone):
        """A date and time as UTC, by the rules of the VTIMEZONE beside it."""
        found = self.one(name)
        if found.value.endswith("Z"):
            return datetime.strptime(found.value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        if found.parameters["TZID"] != zone.one("TZID").value:
            raise Malformed(f"unknown time zone {found.parameters['TZID']}")
        return in_utc(datetime.strptime(found.value, "%Y%m%dT%H%M%S"), zone)


# --- Reading ------------------------------------------------------------------------------------------


def read(content):
    """The calendar in these bytes, read as RFC 5545 is written and not a bit more kindly."""
    return build(iter(unfolded(content)))


def unfolded(content):
    lines = content.split(b"\r\n")
    if lines.pop() != b"":
        raise Malformed("the last line has no end")
    whole = []
    for line in lines:
        if b"\r" in line or b"\n" in line or not line:
            raise Malformed(f"a bare line end or an empty line: {line!r}")
        if len(line) > LONGEST_LINE:
            raise Malformed(f"{len(line)} octets: {line!r}")
        words = line.decode("utf-8", errors="strict")  # a character torn by a fold raises here
        if words[0] in " \t":
            whole[-1] += words[1:]
        else:
            whole.append(words)
    return whole


def build(lines):
    name, _, kind = parsed(next(lines))
    if name != "BEGIN":
        raise Malformed(f"{name} before BEGIN")
    return component(kind, lines)


def component(kind, lines):
    found = Component(kind)
    for line in lines:
        name, parameters, value = parsed(line)
        if name == "END":
            if value != kind:
                raise Malformed(f"END:{value} in {kind}")
            return found
        if name == "BEGIN":
            found.components.append(component(value, lines))
        else:
            found.properties.setdefault(name, []).append(Property(parameters, value))
    raise Malformed(f"{kind} has no end")


def parsed(line):
    found = CONTENT_LINE.fullmatch(line)
    if not found:
        raise Malformed(f"no content line: {line!r}")
    name, parameters, value = found.groups()
    return name, {key: quoted or bare for key, quoted, bare in PARAMETER.findall(parameters)}, value


# --- Time zones, naively -------------------------------------------------------------------------------


def in_utc(local, zone):
    """The rule whose onset came last before this wall time says the offset. Onsets are told in the time before them."""
    onset, offset = max(onset for part in zone.components for onset in onsets(part, local.year) if onset[0] <= local)
    return (local - offset).replace(tzinfo=UTC)


def onsets(part, year):
    """(wall time, offset from then on) of this year and the one before. Understands "the last Sunday of a month" alone."""
    rule = dict(pair.split("=") for pair in part.one("RRULE").value.split(";"))
    if rule.pop("FREQ") != "YEARLY" or rule.pop("BYDAY") != "-1SU" or set(rule) != {"BYMONTH"}:
        raise Malformed(f"a rule too clever: {rule}")
    first = datetime.strptime(part.one("DTSTART").value, "%Y%m%dT%H%M%S")
    days = [last_sunday(each, int(rule["BYMONTH"])) for each in (year - 1, year)]
    found = [datetime.combine(day, first.time()) for day in days]
    return [(each, offset_of(part.one("TZOFFSETTO").value)) for each in found if each >= first]


def onset_in_utc(part, year):
    """The moment a rule takes over: its wall time is told in the offset before it."""
    (onset,) = [wall_time for wall_time, _ in onsets(part, year) if wall_time.year == year]
    return (onset - offset_of(part.one("TZOFFSETFROM").value)).replace(tzinfo=UTC)


def last_sunday(year, month):
    last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def offset_of(words):
    found = re.fullmatch(r"([+-])(\d\d)(\d\d)", words)
    length = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return length if found[1] == "+" else -length
