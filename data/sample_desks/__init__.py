"""Desks that know their own truth: seeded years of logs to try the chain on. Gives a desk's folder and its `Truth`."""

from data.sample_desks.first_come_first_served import Duty, Service, first_come_first_served
from data.sample_desks.hosting import hosting_truth, write_hosting_desk
from data.sample_desks.sample_desk import (
    SAMPLE_KINDS,
    sample_truth,
    write_business_it_desk,
    write_language_school_desk,
    write_mail_only_desk,
    write_sample_desk,
    write_tech_support_desk,
)
from data.sample_desks.truth import Surprise, Truth

__all__ = [
    "SAMPLE_KINDS",
    "Duty",
    "Service",
    "Surprise",
    "Truth",
    "first_come_first_served",
    "hosting_truth",
    "sample_truth",
    "write_business_it_desk",
    "write_hosting_desk",
    "write_language_school_desk",
    "write_mail_only_desk",
    "write_sample_desk",
    "write_tech_support_desk",
]
