"""The messages of every room in one language, for the pages and the command line."""

from collections.abc import Mapping
from typing import Literal

from dashboards.wording.command_line import JAPANESE as OF_THE_COMMAND_LINE
from dashboards.wording.messages import JAPANESE as OF_DASHBOARDS
from data.message import ENGLISH
from data.wording.flags import FLAGS
from data.wording.foreign import FOREIGN
from data.wording.messages import JAPANESE as OF_DATA
from data.wording.reasons import REASONS
from forecasting.wording import JAPANESE as OF_FORECASTING
from staffing.wording import JAPANESE as OF_STAFFING

_JAPANESE = {
    **FOREIGN,
    **FLAGS,
    **REASONS,
    **OF_DATA,
    **OF_FORECASTING,
    **OF_STAFFING,
    **OF_DASHBOARDS,
    **OF_THE_COMMAND_LINE,
}


def messages_in(language: Literal["ja", "en"]) -> Mapping[str, str]:
    """What `Message.said` wants, of all rooms together."""
    return _JAPANESE if language == "ja" else ENGLISH
