"""A rule that a plan breaks, told with its source and with what would mend it."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from staffing.labour.articles import ARTICLES
from staffing.labour.sentences import KINDS, MENDS, MESSAGES, hours_and_minutes, month_in_words

Severity = Literal["block", "warning"]


@dataclass(frozen=True)
class Violation:
    """A rule that a plan breaks.

    Parameters
    ----------
    person
        As in the plan; empty where the rule concerns the desk.
    date
        Local day; for a rule about a week, a month or a year, its first day.
    rule
        A key of `staffing.labour.articles.ARTICLES`.
    severity
        `block`: illegal or impossible as planned. `warning`: to be agreed on or looked at.
    article
        Source of the rule, in the desk's language; empty where it is plain logic.
    message
        A sentence in the desk's language: who, when, and how much.
    mend
        A sentence in the desk's language: what would mend it.
    in_languages
        Message and mend with the article, as pairs of language and text.
    """

    person: str
    date: date
    rule: str
    severity: Severity
    article: str
    message: str
    mend: str
    in_languages: tuple[tuple[str, str], ...]

    def sentence(self, language: str) -> str:
        """What is wrong, what would mend it, and the article, in `ja` or `en`."""
        return dict(self.in_languages)[language]


@dataclass(frozen=True)
class Length:
    """Minutes that each language writes its own way."""

    minutes: float


@dataclass(frozen=True)
class Month:
    """A month that each language writes its own way."""

    first_day: date


def violation_of(
    person: str, day: date, rule: str, *, severity: Severity, language: str, mended_by: str | None = None, **facts: Any
) -> Violation:
    """The violation with its sentences in every language.

    Parameters
    ----------
    language
        The desk's.
    mended_by
        A key of `MENDS`, where the rule has several ways out; None: the rule's.
    facts
        The places of the rule's sentences.
    """
    facts = {"person": person, "date": day, **facts}
    told = {spoken: _told(spoken, rule, mended_by or rule, facts) for spoken in MESSAGES}
    message, mend = told[language]
    return Violation(
        person=person,
        date=day,
        rule=rule,
        severity=severity,
        article=ARTICLES[language][rule],
        message=message,
        mend=mend,
        in_languages=tuple((spoken, _whole(spoken, rule, texts)) for spoken, texts in told.items()),
    )


def _told(language: str, rule: str, mended_by: str, facts: dict[str, Any]) -> tuple[str, str]:
    words = {name: _in_words(name, fact, language) for name, fact in facts.items()}
    return MESSAGES[language][rule].format(**words), MENDS[language][mended_by].format(**words)


def _in_words(name: str, fact: Any, language: str) -> Any:
    if isinstance(fact, Length):
        return hours_and_minutes(fact.minutes, language)
    if isinstance(fact, Month):
        return month_in_words(fact.first_day, language)
    return KINDS[language][fact] if name == "kind" else fact


def _whole(language: str, rule: str, texts: tuple[str, str]) -> str:
    article = ARTICLES[language][rule]
    if language == "ja":
        return "".join(texts) + (f"（{article}）" if article else "")
    return " ".join(texts) + (f" ({article})" if article else "")
