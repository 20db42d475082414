"""Turns cells of a mapped CSV log into legs, column by column."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import get_args
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.channel import WRITTEN_CHANNELS, Channel
from data.column_mapping import OUR_KINDS, OUR_OUTCOMES, ColumnMapping
from data.contact_log import (
    BESIDE_THE_QUEUE,
    ENTRY_OUTCOMES,
    LEG_COLUMNS,
    LONGEST_CALL_SECONDS,
    OFFERED_OUTCOMES,
    ContactLog,
)
from data.importers.instants import LAST_MOMENT, TOO_LATE, Instants, no_instants
from data.importers.mapped_cells import MappedCells, translated
from data.importers.refusals import Flags

_FROM_START = ("ivr_exit", "blocked", "after_hours", "spam", "cancelled")
"""Outcomes of contacts that never waited: where no entry is written, they stand at the start of the contact."""

_YES = ("true", "1", "yes", "エスカレーション")
_TIERS = {"1": "1", "2": "2", "t1": "1", "t2": "2", "T1": "1", "T2": "2", "一次": "1", "二次": "2"}


@dataclass(frozen=True)
class LegRules:
    """What a chunk's cells are read by.

    Parameters
    ----------
    name
        Of the mapping, as in [import.mapping.<name>].
    mapping
        Where each figure stands.
    zone
        Of times without an offset.
    tiers
        Queue of desk.toml -> its tier; other queues are refused.
    channels
        Queue of desk.toml -> its channel; a row of another channel is refused. Empty: all take the mapping's.
    latest
        No contact is believed to have come later.
    """

    name: str
    mapping: ColumnMapping
    zone: ZoneInfo
    tiers: dict[str, int]
    channels: dict[str, Channel] = field(default_factory=dict)
    latest: pd.Timestamp = LAST_MOMENT


def read_legs(
    cells: pd.DataFrame, *, row_numbers: NDArray[np.int64], row_hashes: list[str], rules: LegRules
) -> tuple[ContactLog, pd.DataFrame]:
    """Legs of the rows that can be read, and a table of those that cannot (`row_no`, `reason`, `text`).

    Parameters
    ----------
    cells
        The mapped columns under the source's names, missing where nothing is written, shape (n, columns), index 0..n-1.
    row_numbers
        The line of each row, shape (n,).
    row_hashes
        Of each row's mapped cells, n of them.
    """
    mapped = MappedCells(cells, rules.mapping, rules.zone)
    legs = _Reading(mapped, rules).legs().assign(row_hash=pd.Series(row_hashes, dtype="str"), row_no=row_numbers)
    kept = ~mapped.refused.rows
    log = ContactLog(legs.loc[kept, list(LEG_COLUMNS)].reset_index(drop=True))
    return log, mapped.refused.table(row_numbers)


class _Reading:
    """One chunk on its way; each property is a column of all rows, and refuses the rows that it cannot give."""

    def __init__(self, cells: MappedCells, rules: LegRules) -> None:
        self._cells, self._rules, self._mapping = cells, rules, rules.mapping
        self._flags: dict[str, Flags] = {}

    def legs(self) -> pd.DataFrame:
        """All columns but lineage; rows in `refused` hold nothing to rely on."""
        outcome, queue, kind = self._outcome, self._queue, self._kind
        entered, answered, ended = self._in_order()
        durations = self._durations(ended)
        worked = self._worked_until(ended, durations["acw_s"])
        for name, seconds in durations.items():
            too_long = self._is_phone & (seconds > LONGEST_CALL_SECONDS)
            self._cells.refused.add(too_long, f"{name} above 24 h", columns=self._mapping.time_columns)
        self._doubt_clock_changes()
        mapping, in_queue = self._mapping, ~kind.isin(BESIDE_THE_QUEUE)
        return pd.DataFrame(
            {
                "source_system": "generic_csv",
                "source_instance": mapping.instance or self._rules.name,
                "leg_id": self._leg_id(entered, queue),
                "contact_id": self._cells.joined(mapping.contact_id),
                "callback_of": self._cells.text(mapping.callback_of),
                "leg_seq": 1,
                "kind": kind,
                "direction": translated(kind, {"outbound": "out"}, rest=False).fillna("in"),
                "channel": self._channel,
                "queue_key": queue,
                "tier": self._tier(queue),
                "is_escalation": self._cells.text(mapping.escalated).str.casefold().isin(_YES).to_numpy(np.bool_),
                "agent_key": self._cells.text(mapping.agent).where(self._is("answered")),
                "entered_at": entered.at,
                "answered_at": answered.at,
                "ended_at": ended.at,
                "acw_end_at": worked,
                **{name: self._cells.moments(name)[0].at for name in ("deadline_at", "promised_at", "next_status_at")},
                **durations,
                "talk_includes_hold": mapping.talk_includes_hold or not (mapping.hold_seconds or mapping.talk_seconds),
                "handle_quality": self._handle_quality(durations["handle_s"]),
                "outcome": outcome,
                "offered": (in_queue & outcome.isin(OFFERED_OUTCOMES)).to_numpy(np.bool_),
                "is_entry": (in_queue & outcome.isin(ENTRY_OUTCOMES)).to_numpy(np.bool_),
                "end_party": self._worded({"abandoned": "customer", "ivr_exit": "customer"}, other="unknown"),
                "topic": translated(self._cells.text(mapping.topic), mapping.topics, rest=True),
                "priority": self._cells.text(mapping.priority),
                "customer_segment": self._cells.text(mapping.customer_segment),
                "source_tz": self._rules.zone.key,
                "tz_assumed": not mapping.time_zone and ~self._entered.told_zone,
                "source_updated_at": self._cells.moments("updated_at")[0].at,
                "flags": self._joined_flags(),
            },
            index=self._cells.index,
        )

    # The outcome, and when the contact entered

    @cached_property
    def _told_outcome(self) -> "pd.Series[str]":
        """The outcome as the source tells it; missing where its word is not known."""
        column = self._mapping.outcome
        if not column:
            answered = self._cells.moments("answered_at")[0].filled
            waiting = np.where(self._is_written, "open", "abandoned")
            return pd.Series(np.where(answered, "answered", waiting), dtype="str")
        meanings = {word: word for word in OUR_OUTCOMES} | dict(self._mapping.outcomes)
        return self._cells.words(column, meanings, known_in=self._not_in("outcomes"))

    @cached_property
    def _outcome(self) -> "pd.Series[str]":
        """A contact that hung up before it began to wait left in the menu."""
        told = self._told_outcome
        waited = self._cells.moments("entered_at")[0].filled
        started = self._cells.moments("started_at")[0].filled
        return told.mask((told == "abandoned") & ~waited & started, "ivr_exit").fillna("failed")

    def _is(self, outcome: str) -> Flags:
        return (self._outcome == outcome).to_numpy(np.bool_)

    @cached_property
    def _entered(self) -> Instants:
        entered, started = self._cells.moments("entered_at")[0], self._cells.moments("started_at")[0]
        from_start = self._outcome.isin(_FROM_START).to_numpy(np.bool_) & ~entered.filled | self._is("ivr_exit")
        entered = started.where(from_start & started.filled, entered)
        for outcome in self._outcome[~entered.filled].unique():
            reason = f"{outcome}, but no time in {', '.join(self._mapping.entered_at)}"
            self._cells.refused.add(~entered.filled & self._is(outcome), reason, columns=self._mapping.entered_at)
        columns = (*self._mapping.entered_at, *self._mapping.started_at)
        self._cells.refused.add(entered.at > self._rules.latest, TOO_LATE, columns=columns)
        return entered

    @cached_property
    def _answered(self) -> Instants:
        """When an answered contact was answered: as written, else its entry and its wait together."""
        written, is_fallback = self._cells.moments("answered_at")
        summed = self._entered.at_moments(_later(self._entered.at, self._cells.seconds("wait_seconds")))
        derived = ~written.filled & summed.filled
        is_answered = self._is("answered")
        answered = written.where(~derived, summed).where(is_answered, no_instants(len(self._cells)))
        self._flags["answer_time_derived"] = is_answered & (is_fallback | derived)
        columns = tuple(filter(None, (*self._mapping.answered_at, self._mapping.wait_seconds)))
        reason = f"answered, but no time in {', '.join(columns) or 'answered_at, which names no column'}"
        self._cells.refused.add(self._is_phone & is_answered & ~answered.filled, reason, columns=columns)
        return answered

    @cached_property
    def _ended(self) -> Instants:
        """The end of talk of an answered contact, the hang-up of any other; else summed from durations."""
        written, left = self._cells.moments("ended_at")[0], self._cells.moments("left_at")[0]
        left = left.where(left.filled, written)
        talked = self._answered.at_moments(_later(self._answered.at, self._cells.seconds("talk_seconds")))
        waited = self._entered.at_moments(_later(self._entered.at, self._cells.seconds("wait_seconds")))
        answered_end = written.where(written.filled, talked)
        return answered_end.where(self._is("answered"), left.where(left.filled, waited))

    def _in_order(self) -> tuple[Instants, Instants, Instants]:
        """Entry, answer and end, none before the one that precedes it; refused where they are too far apart."""
        entered = self._entered
        answered = self._not_before(self._answered, entered, what=("answered_at", "entered_at"))
        reached = answered.where(answered.filled, entered)
        ended = self._not_before(self._ended, reached, what=("ended_at", "answered_at or entered_at"))
        return entered, answered, ended

    def _not_before(self, later: Instants, earlier: Instants, *, what: tuple[str, str]) -> Instants:
        behind = (earlier.at - later.at).dt.total_seconds()
        allowed = self._mapping.max_clock_skew_seconds
        reason = f"{what[0]} is before {what[1]} by more than {allowed:g} s"
        self._cells.refused.add(behind > allowed, reason, columns=self._mapping.time_columns)
        skewed = (behind > 0).to_numpy(np.bool_)
        self._flags["clock_skew"] = self._flags.get("clock_skew", np.zeros_like(skewed)) | skewed
        return earlier.where(skewed, later) if skewed.any() else later

    # Durations

    def _durations(self, ended: Instants) -> dict[str, "pd.Series[float]"]:
        is_answered, mapping = pd.Series(self._is("answered")), self._mapping
        live = ~self._is_written  # written work lies between its instants for hours
        talk = self._told_or(self._cells.seconds("talk_seconds"), self._ended.seconds_since(self._answered).where(live))
        hold = self._cells.seconds("hold_seconds").where(is_answered)
        if mapping.hold_seconds and not mapping.talk_seconds and not mapping.talk_includes_hold:
            talk = _not_negative(talk - hold)
        talk = talk.where(is_answered)
        work_end = self._cells.moments("acw_end_at")[0]
        acw = self._told_or(self._cells.seconds("acw_seconds"), work_end.seconds_since(ended).where(live))
        acw = acw.where(is_answered)
        handle = talk if mapping.talk_includes_acw else talk + acw
        if mapping.hold_seconds and not mapping.talk_includes_hold:
            handle = handle + hold
        handle = self._told_or(self._cells.seconds("handle_seconds").where(is_answered), handle)
        return {
            "ivr_s": self._menu_seconds(),
            "wait_s": self._wait_seconds(),
            "ring_s": self._cells.nothing,
            "talk_s": talk,
            "hold_s": hold,
            "acw_s": acw,
            "handle_s": handle,
        }

    def _wait_seconds(self) -> "pd.Series[float]":
        stopped = self._answered.where(self._is("answered"), self._ended)
        wait = self._told_or(self._cells.seconds("wait_seconds"), stopped.seconds_since(self._entered))
        return wait.where(self._outcome.isin(OFFERED_OUTCOMES))

    def _menu_seconds(self) -> "pd.Series[float]":
        """Time in the menu; menus that end before they begin are known, and say nothing."""
        started = self._cells.moments("started_at")[0]
        left_menu = self._ended.where(self._is("ivr_exit"), self._entered)
        told = self._cells.seconds("ivr_seconds")
        menu = told if self._mapping.ivr_seconds else left_menu.seconds_since(started)
        self._flags["negative_ivr"] = (menu < 0).to_numpy(np.bool_)
        return menu.where(menu >= 0)

    def _told_or(self, told: "pd.Series[float]", derived: "pd.Series[float]") -> "pd.Series[float]":
        """Seconds as the source tells them; else from instants, unknown where these run backwards."""
        return told.where(told.notna(), _not_negative(derived))

    def _worked_until(self, ended: Instants, acw: "pd.Series[float]") -> "pd.Series[pd.Timestamp]":
        if self._mapping.talk_includes_acw:
            return ended.at.where(self._is("answered"))
        written = self._cells.moments("acw_end_at")[0].at
        summed = _later(ended.at, acw)
        return written.where(written.notna(), summed).where(self._is("answered"))

    def _handle_quality(self, handle: "pd.Series[float]") -> "pd.Series[str]":
        whole = self._cells.seconds("handle_seconds").notna()
        parts = bool(self._mapping.talk_seconds and self._mapping.acw_seconds)
        told = np.where(whole | parts, "measured", "derived")
        return pd.Series(np.where(handle.notna(), told, "unknown"), dtype="str")

    # Words and flags

    @cached_property
    def _queue(self) -> "pd.Series[str]":
        column, name = self._mapping.queue_column, self._rules.name
        if not column:
            return pd.Series(self._mapping.queue, index=self._cells.index, dtype="str")
        meanings = {queue: queue for queue in self._rules.tiers} | self._mapping.queues
        known_in = f"no queue of desk.toml nor in [import.mapping.{name}.queues]"
        return self._cells.words(column, meanings, known_in=known_in).fillna("")

    @cached_property
    def _channel(self) -> "pd.Series[str]":
        """The row's own channel, which is that of its queue."""
        column = self._mapping.channel_column
        if not column:
            return pd.Series(self._mapping.channel, index=self._cells.index, dtype="str")
        usual = self._mapping.channel
        meanings = {"": usual, **{word: word for word in get_args(Channel)}, **self._mapping.channels}
        told = self._cells.words(column, meanings, known_in=self._not_in("channels")).fillna(usual)
        takes = translated(self._queue, dict(self._rules.channels), rest=False)
        self._cells.refused.add(
            takes.notna() & (takes != told),
            f"{column} tells another channel than its queue takes in desk.toml",
            columns=tuple(filter(None, (column, self._mapping.queue_column))),
        )
        return told

    @cached_property
    def _is_phone(self) -> Flags:
        return (self._channel == "phone").to_numpy(np.bool_)

    @cached_property
    def _is_written(self) -> Flags:
        return self._channel.isin(WRITTEN_CHANNELS).to_numpy(np.bool_)

    @cached_property
    def _kind(self) -> "pd.Series[str]":
        """What the source calls the row; else a stay in the queue, or what its outcome makes of it."""
        derived = self._worded({"ivr_exit": "ivr_only", "voicemail": "voicemail"}, other="queue")
        if not self._mapping.kind:
            return derived
        meanings = {"": "queue"} | {word: word for word in OUR_KINDS} | dict(self._mapping.kinds)
        told = self._cells.words(self._mapping.kind, meanings, known_in=self._not_in("kinds")).fillna("queue")
        return told.where(told != "queue", derived)

    def _not_in(self, table: str) -> str:
        return f"not in [import.mapping.{self._rules.name}.{table}] of desk.toml"

    def _tier(self, queue: "pd.Series[str]") -> NDArray[np.int64]:
        codes, known = pd.factorize(queue)
        of_queue = np.array([self._rules.tiers.get(name, 1) for name in known] + [1], dtype=np.int64)[codes]
        column = self._mapping.tier
        if not column:
            return of_queue
        told = self._cells.words(column, {"": "", **_TIERS}, known_in="no tier: write 1 or 2")
        return pd.to_numeric(told).fillna(pd.Series(of_queue, index=told.index)).to_numpy(np.int64)

    def _leg_id(self, entered: Instants, queue: "pd.Series[str]") -> "pd.Series[str]":
        """The columns that name a row; without them moment and queue, numbered among equals when it is stored."""
        columns = self._mapping.leg_id
        if not columns:
            moments = entered.at.fillna(pd.Timestamp(0, tz="UTC")).astype(np.int64).astype("str")
            return moments + "/" + queue
        joined = self._cells.joined(columns)
        self._cells.refused.add(joined.isna(), f"nothing in {', '.join(columns)}, which name the row", columns=columns)
        return joined.fillna("")

    def _worded(self, words: dict[str, str], *, other: str) -> "pd.Series[str]":
        return translated(self._outcome, words, rest=False).fillna(other)

    def _doubt_clock_changes(self) -> None:
        moments = [self._cells.instants[column] for column in self._mapping.time_columns]
        self._flags["ambiguous_time"] = np.logical_or.reduce([read.ambiguous for read in moments])
        self._flags["nonexistent_time"] = np.logical_or.reduce([read.nonexistent for read in moments])

    def _joined_flags(self) -> "pd.Series[str]":
        joined = np.full(len(self._cells), "", dtype=object)
        for word, rows in sorted(self._flags.items()):
            joined[rows] = [f"{before}|{word}" if before else word for before in joined[rows]]
        return pd.Series(joined, dtype="str")


def _later(at: "pd.Series[pd.Timestamp]", seconds: "pd.Series[float]") -> "pd.Series[pd.Timestamp]":
    """Moments so many seconds later; missing where either is, and where nobody could believe it."""
    believable = seconds.where(seconds.abs() < 1e9)
    return (at + pd.to_timedelta(believable, unit="s")).astype("datetime64[us, UTC]")


def _not_negative(seconds: "pd.Series[float]") -> "pd.Series[float]":
    return seconds.where(seconds >= 0)
