"""Background data for the lines of a draft: proposed with score and reason, chosen by a person, never silently."""

from tanji.catalog.matching.choices import accept_above, choose, leave_missing, reconsider
from tanji.catalog.matching.propose import reaches
from tanji.catalog.matching.queue import Queue, Waiting, find, queue

__all__ = ["Queue", "Waiting", "accept_above", "choose", "find", "leave_missing", "queue", "reaches", "reconsider"]
