"""Reads a file as other programs do, by the libraries that most of Python uses, and prints what is in it as JSON."""

import base64
import json
import sys


def cards(text):
    import vobject

    for card in vobject.readComponents(text):
        told = {}
        for line in card.getChildren():
            value = line.value
            if line.name == "N":
                value = {part: getattr(value, part) for part in ("family", "given", "additional", "prefix", "suffix")}
            elif line.name == "ADR":
                value = value.street
            elif isinstance(value, bytes):
                value = base64.b64encode(value).decode()
            told.setdefault(line.name, []).append(value)
        yield told


def events(text):
    import icalendar

    calendar = icalendar.Calendar.from_ical(text)
    for event in calendar.walk("VEVENT"):
        told = {name: str(event[name]) for name in ("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "STATUS") if name in event}
        for name in ("DTSTART", "DTEND"):
            if name in event:
                told[name] = event[name].dt.isoformat()
        if "RRULE" in event:
            told["RRULE"] = event["RRULE"].to_ical().decode()
        yield told


if __name__ == "__main__":
    read = {"cards": cards, "events": events}[sys.argv[1]]
    json.dump(list(read(sys.stdin.buffer.read().decode())), sys.stdout)
