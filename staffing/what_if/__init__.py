"""What a change would do: the desk as it is and as it would be, on the same simulated days, and what differs."""

from staffing.what_if.ask import what_if

__all__ = ["what_if"]
