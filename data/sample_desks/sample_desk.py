"""Every kind of sample desk by its name."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from data.errors import DeskError
from data.sample_desks.business_it import business_it_draft
from data.sample_desks.draft import Draft, Progress, refuse_full_folder, write_draft
from data.sample_desks.hosting import hosting_draft
from data.sample_desks.language_school import language_school_draft
from data.sample_desks.mail_only import mail_only_draft
from data.sample_desks.span import Span
from data.sample_desks.tech_support import tech_support_draft
from data.sample_desks.truth import Truth

_DRAFTS: dict[str, Callable[[Span], Draft]] = {
    "hosting": hosting_draft,
    "mail-only": mail_only_draft,
    "business-it": business_it_draft,
    "language-school": language_school_draft,
    "tech-support": tech_support_draft,
}

SAMPLE_KINDS: tuple[str, ...] = tuple(_DRAFTS)
"""The words that `write_sample_desk` takes."""


def write_sample_desk(
    kind: str, folder: Path, *, until: date, seed: int, since: date | None = None, progress: Progress | None = None
) -> Path:
    """Write a new sample desk: desk.toml, staff, leave, events, and its logs.

    Parameters
    ----------
    kind
        One of `SAMPLE_KINDS`.
    folder
        Made where it is not there; must be empty.
    until
        Last day of the log.
    seed
        The same seed and days give the same bytes; 0 or more.
    since
        First day of the log; two years before the end where left out, at least 60 days.
    progress
        Told the share done, from time to time.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    DeskError
        If there is no such kind, the folder is not empty, or the span or the seed cannot be used.
    """
    draft_of = _draft_of(kind)
    refuse_full_folder(folder)
    return write_draft(folder, draft_of(Span.ending(until, seed=seed, since=since)), progress=progress)


def sample_draft(kind: str, *, until: date, seed: int, since: date | None = None) -> Draft:
    """The desk of the same `until`, `seed` and `since` before it is written; see `write_sample_desk`."""
    return _draft_of(kind)(Span.ending(until, seed=seed, since=since))


def sample_truth(kind: str, *, until: date, seed: int, since: date | None = None) -> Mapping[str, Truth]:
    """Queue -> what its log was drawn from; see `sample_draft`."""
    return sample_draft(kind, until=until, seed=seed, since=since).truths


def _draft_of(kind: str) -> Callable[[Span], Draft]:
    if kind not in _DRAFTS:
        raise DeskError("there is no sample desk {kind!r}; there are {known}", kind=kind, known=", ".join(SAMPLE_KINDS))
    return _DRAFTS[kind]


write_mail_only_desk = partial(write_sample_desk, "mail-only")
write_business_it_desk = partial(write_sample_desk, "business-it")
write_language_school_desk = partial(write_sample_desk, "language-school")
write_tech_support_desk = partial(write_sample_desk, "tech-support")
