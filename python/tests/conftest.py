"""What the tests share. Texts are our own, with invented people."""

import os
from pathlib import Path

import pytest

import chancery

EXAMPLES = Path(__file__).parents[2] / "examples"

MEETING = (
    "Foreign Minister Ana Lopes of Brazil met her Kenyan counterpart Peter Otieno in Nairobi on Monday. "
    'Otieno said: "We agreed to open a new embassy."'
)
STRIKE = "Rebels attacked a village in Mali on 3 May 2024, killing at least 17 people, the army said."
REMARK = "The government of Chile condemned the attack."


@pytest.fixture(scope="session")
def engine() -> chancery.Engine:
    """An engine without the file of places, so that results do not depend on whether there is one."""
    named = os.environ.pop("CHANCERY_PLACES", None)
    made = chancery.Engine(threads=2, today="2026-01-01")
    if named is not None:
        os.environ["CHANCERY_PLACES"] = named
    return made
