"""NameRun -> bool: whether a name that no gazetteer has stands for a place."""

from __future__ import annotations

from dateline.find.given_names import has_age
from dateline.find.names import NameRun
from dateline.find.phrases import Scene
from dateline.gazetteer import load_gazetteer
from dateline.ontology.place_frames import stands_for_place


def is_clear_place(scene: Scene, run: NameRun) -> bool:
    """Whether the words around a name without title and age show it to be a place's."""
    if run.title or has_age(scene, run):
        return False
    given = load_gazetteer().use(scene.parse.words[run.first]).given > 0
    return stands_for_place(scene.parse, run.first, run.last, run.head, given=given)
