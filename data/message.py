"""A sentence for people that can be said in their language: an English template, and what stands in its places."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from string import Formatter
from typing import Any

from data.wording.foreign import FOREIGN

ENGLISH: Mapping[str, str] = {}
"""The catalogue that changes nothing: templates are English."""


@dataclass(frozen=True)
class Message:
    """What is said, before it is known in which language.

    Parameters
    ----------
    template
        English, with places for `str.format`; without values it stands as it is, braces and all.
    values
        By place. A message or an error among them is said in the language of the whole.
    """

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, template: str, /, **values: Any) -> "Message":
        """A message with its values by name."""
        return cls(template, values)

    @classmethod
    def joined(cls, parts: "list[Message]", *, between: str = "\n") -> "Message":
        """Some messages one after the other."""
        places = {f"part{number}": part for number, part in enumerate(parts)}
        return cls(between.join(f"{{{place}}}" for place in places), places)

    def __str__(self) -> str:
        return self.said(ENGLISH)

    def said(self, catalogue: Mapping[str, str]) -> str:
        """The sentence in the language of a catalogue, which gives a template for each English one it knows."""
        template = catalogue.get(self.template, self.template)
        if not self.values:
            return template
        return template.format_map({name: _said(value, catalogue) for name, value in self.values.items()})


class Told:
    """What an error carries that speaks to people: `message`."""

    message: Message


def _said(value: Any, catalogue: Mapping[str, str]) -> Any:
    if isinstance(value, Told):
        value = value.message
    if isinstance(value, Message):
        return value.said(catalogue)
    return recognise(str(value)).said(catalogue) if isinstance(value, Exception) else value


def recognise(text: str, templates: Mapping[str, str] = FOREIGN) -> Message:
    """A sentence that comes to us formatted, as the template of it that is known; else as it stands.

    Parameters
    ----------
    templates
        By what was said in English; the one with the most words of its own counts. By default those of libraries.
    """
    for template, pattern in _patterns(tuple(templates)):
        found = pattern.fullmatch(text)
        if found:
            return Message(template, {place: _recognise_in(own, templates) for place, own in found.groupdict().items()})
    return Message(text)


def _recognise_in(own: str, templates: Mapping[str, str]) -> Message:
    """What stands in a place: a sentence of the same templates, else one of a library."""
    found = recognise(own, templates)
    return found if found.template != own or own in templates else recognise(own)


@cache
def _patterns(templates: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each template with what it looks like when formatted, those with the most words of their own first."""
    found = []
    for template in templates:
        pieces = [(re.escape(own), place) for own, place, _, _ in Formatter().parse(template)]
        pattern = "".join(own + (f"(?P<{place}>.+)" if place else "") for own, place in pieces)
        found.append((sum(len(own) for own, _ in pieces), template, re.compile(pattern, re.DOTALL)))
    return tuple((template, pattern) for _, template, pattern in sorted(found, key=lambda one: -one[0]))
