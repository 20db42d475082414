"""How logs are read and how long they are kept: the part [import] of desk.toml."""

from pydantic import BaseModel, ConfigDict, Field, model_validator

from data.amazon_connect_settings import AmazonConnectSettings
from data.asterisk_settings import AsteriskSettings
from data.avaya_settings import AvayaSettings
from data.column_mapping import ColumnMapping
from data.errors import WrongValue
from data.freshdesk_settings import FreshdeskSettings
from data.intercom_settings import IntercomSettings
from data.queue_system_settings import QueueSystemSettings
from data.totals_mapping import TotalsMapping
from data.uccx_settings import UccxSettings
from data.zendesk_mapping import ZendeskMapping
from data.zendesk_talk_settings import ZendeskTalkSettings


class KeepMonths(BaseModel):
    """How many months the store keeps what was imported; 0: for good."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    legs: int = Field(0, ge=0, le=1200, description="contacts, by when they were over; 0: for good")
    rejects: int = Field(0, ge=0, le=1200, description="refused rows, by when they were read; 0: for good")
    states: int = Field(0, ge=0, le=1200, description="what agents were doing, by when it ended; 0: for good")

    @property
    def by_kind(self) -> dict[str, int]:
        """Kinds of rows that are not kept for good, with their months."""
        told = {"legs": self.legs, "rejects": self.rejects, "states": self.states}
        return {kind: months for kind, months in told.items() if months}


class ImportSettings(BaseModel):
    """How logs are read: one mapping a source, and what becomes of files read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mapping: dict[str, ColumnMapping] = Field(default_factory=dict)
    totals: dict[str, TotalsMapping] = Field(default_factory=dict)
    zendesk: dict[str, ZendeskMapping] = Field(default_factory=dict)
    freshdesk: dict[str, FreshdeskSettings] = Field(default_factory=dict)
    asterisk: dict[str, AsteriskSettings] = Field(default_factory=dict)
    amazon_connect: dict[str, AmazonConnectSettings] = Field(default_factory=dict)
    intercom: dict[str, IntercomSettings] = Field(default_factory=dict)
    avaya_cms: dict[str, AvayaSettings] = Field(default_factory=dict)
    cisco_uccx: dict[str, UccxSettings] = Field(default_factory=dict)
    genesys: dict[str, QueueSystemSettings] = Field(default_factory=dict)
    zendesk_talk: dict[str, ZendeskTalkSettings] = Field(default_factory=dict)
    twilio: dict[str, QueueSystemSettings] = Field(default_factory=dict)
    keep_logs: bool = Field(True, description="leave imported files in logs/")
    keep_months: KeepMonths = Field(default_factory=KeepMonths)

    @model_validator(mode="after")
    def _names_differ(self) -> "ImportSettings":
        both = sorted(set(self.mapping) & set(self.totals))
        if both:
            raise WrongValue("{name} names a mapping and a table of totals; give each its own name", name=both[0])
        return self

    @model_validator(mode="after")
    def _instances_differ(self) -> "ImportSettings":
        unnamed = sorted(name for name, told in self.asterisk.items() if not told.instance)
        if len(unnamed) > 1:
            raise WrongValue(
                "asterisk.{one} and asterisk.{other} name no instance; give each one, so that their calls are told "
                "apart (or the same one, where both tell of one Asterisk)",
                one=unnamed[0],
                other=unnamed[1],
            )
        return self
