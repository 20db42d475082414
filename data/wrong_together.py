"""A check of several fields of desk.toml together, told at the one that is wrong."""

from pydantic_core import PydanticCustomError

from data.errors import WrongValue


def wrong_at(keys: tuple[str | int, ...], value: object, error: WrongValue) -> PydanticCustomError:
    """What a validator of a whole table raises, so that key, line and value of the wrong field are told.

    Parameters
    ----------
    keys
        From the table that is checked down to the field.
    """
    return PydanticCustomError(
        "wrong_together", "{told}", {"told": str(error), "keys": keys, "value": value, "error": error}
    )
