"""What a user can cause with files and settings: one small family, each told in a sentence.

    TsunagariError
    ├── DeskError        desk.toml and the tables beside it
    ├── ImportRefused    a log that cannot be read as it stands
    ├── StoreBusy        another command holds the desk
    └── NothingToDo      the desk holds too little for what was asked

    WrongValue           a value of a file, on its way to one of them, which names file and line

The command line prints the sentence in the desk's language and ends with exit code 2. Anything else that escapes is our
failure (1). Each is given an English template and the values in its places, which `wording` has in Japanese:
`DeskError("{path} has no column {column!r}", path=path, column=column)`.
"""

from typing import Any

from data.message import Message, Told


class TsunagariError(Told, Exception):
    """A user's input, desk or lock that cannot be worked with; the text says what to do."""

    def __init__(self, told: str | Message, /, **values: Any) -> None:
        self.message = told if isinstance(told, Message) else Message(told, values)
        super().__init__(str(self.message))

    def __reduce__(self) -> tuple[type["TsunagariError"], tuple[Message]]:
        """Between processes it stays what it says in either language."""
        return type(self), (self.message,)

    def retell(self, message: Message) -> None:
        """Say it otherwise: whoever passes it on may know things by other names."""
        self.message = message
        self.args = (str(message),)


class DeskError(TsunagariError):
    """A desk folder, desk.toml or one of the tables beside it holds a value that cannot be used."""


class ImportRefused(TsunagariError):
    """A contact log cannot be read as it stands; nothing of it was stored."""


class StoreBusy(TsunagariError):
    """Another command is writing to this desk."""


class NothingToDo(TsunagariError):
    """The desk does not hold what the command needs, for example an empty log."""


class WrongValue(Told, ValueError):
    """A value of a file or an option that cannot be; whoever reads the file says where it stands."""

    def __init__(self, told: str, /, **values: Any) -> None:
        self.message = Message(told, values)
        super().__init__(str(self.message))
