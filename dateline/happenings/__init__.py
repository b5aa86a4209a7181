"""Store -> Store: incidents brought up to date with the events, and read as a profile shows them.

`texts` finds copies and stories, `update` merges events, `rows` writes the incidents, `reading` reads them.
"""

from dateline.happenings.reading import incidents_of
from dateline.happenings.rows import Merged
from dateline.happenings.stories import stories_of
from dateline.happenings.update import needs_update, update_incidents

__all__ = ["Merged", "incidents_of", "needs_update", "stories_of", "update_incidents"]
