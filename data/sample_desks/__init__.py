"""Desks that know their own truth: seeded years of logs to try the chain on. Gives a desk's folder and its `Truth`."""

from data.sample_desks.first_come_first_served import Duty, Service, first_come_first_served
from data.sample_desks.hosting import hosting_truth, write_hosting_desk
from data.sample_desks.truth import Surprise, Truth

__all__ = [
    "Duty",
    "Service",
    "Surprise",
    "Truth",
    "first_come_first_served",
    "hosting_truth",
    "write_hosting_desk",
]
