"""What a user can cause with files and settings: one small family, each told in a sentence.

    TsunagariError
    ├── DeskError        desk.toml and the tables beside it
    ├── ImportRefused    a log that cannot be read as it stands
    ├── StoreBusy        another command holds the desk
    └── NothingToDo      the desk holds too little for what was asked

The command line prints the sentence and ends with exit code 2. Anything else that escapes is our failure (1).
"""


class TsunagariError(Exception):
    """A user's input, desk or lock that cannot be worked with; the text says what to do."""


class DeskError(TsunagariError):
    """A desk folder, desk.toml or one of the tables beside it holds a value that cannot be used."""


class ImportRefused(TsunagariError):
    """A contact log cannot be read as it stands; nothing of it was stored."""


class StoreBusy(TsunagariError):
    """Another command is writing to this desk."""


class NothingToDo(TsunagariError):
    """The desk does not hold what the command needs, for example an empty log."""
