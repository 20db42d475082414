"""The messages of every room in one language, for the pages and the command line."""

from collections.abc import Mapping
from typing import Literal

from dashboards.wording import command_line
from dashboards.wording import messages as ours
from data.message import ENGLISH
from data.wording import foreign, reasons
from data.wording import messages as of_data
from forecasting import wording as of_forecasting
from staffing import wording as of_staffing

_JAPANESE = {
    **foreign.FOREIGN,
    **reasons.REASONS,
    **of_data.JAPANESE,
    **of_forecasting.JAPANESE,
    **of_staffing.JAPANESE,
    **ours.JAPANESE,
    **command_line.JAPANESE,
}


def messages_in(language: Literal["ja", "en"]) -> Mapping[str, str]:
    """What `Message.said` wants, of all rooms together."""
    return _JAPANESE if language == "ja" else ENGLISH
