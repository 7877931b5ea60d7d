"""Loads a content pack into a snapshot, from its files or from a cache of the same bytes.

The cache is keyed by a hash of every file of the pack and of the schema; a damaged one is rebuilt.
Where a file with prices is damaged, its last good text stands in.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from bot.content import catalogue, figures, files, glossary, schema, spares
from bot.content.cache import Cache
from bot.content.snapshot import Content, Training
from bot.errors import ContentError, Problem

LOG = logging.getLogger(__name__)
M = TypeVar("M", bound=BaseModel)
FOLDERS = ("knowledge", "intents")
UNTAUGHT = (
    spares.PRICES,
    "knowledge/hardware.yaml",
    "knowledge/phrases/",
    f"{catalogue.FOLDER}/",
)
SUFFIXES = frozenset({".yaml", ".md", catalogue.SUFFIX})
HERE = Path(__file__).resolve().parent


def default_root() -> Path:
    """The pack that comes with the program: inside the wheel, or beside the package."""
    packaged = HERE.parent / "_content"
    return packaged if packaged.is_dir() else HERE.parent.parent


@dataclass(frozen=True)
class Pack:
    """A content pack on disk: a folder that holds `knowledge/` and `intents/`."""

    root: Path

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        found = [
            path
            for folder in FOLDERS
            for path in sorted((self.root / folder).rglob("*"))
            if path.suffix in SUFFIXES and path.is_file()
        ]
        if not found:
            hint = "point --content or AJAR_CONTENT at a folder with knowledge/ and intents/"
            raise ContentError([Problem(str(self.root), 0, "no content here", hint)])
        return tuple(found)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the names and bytes of all files, and of the schema that reads them."""
        return self._digest(())

    @cached_property
    def taught_digest(self) -> str:
        """The same over all files but those that nothing is learned from: a new price or phrase
        need not be learned."""
        return self._digest(UNTAUGHT)

    @property
    def snapshot_name(self) -> str:
        """The cache's name for the snapshot; each folder has its own, so that the first start from
        one reads its files, and knows their good texts from then on."""
        key = hashlib.sha256(f"{self.digest} {self.root.resolve()}".encode()).hexdigest()
        return f"content-{key[:32]}.json"

    def _digest(self, left_out: tuple[str, ...]) -> str:
        total = hashlib.sha256()
        for code in sorted(HERE.glob("*.py")):
            total.update(code.read_bytes())
        for path in self.paths:
            name = path.relative_to(self.root).as_posix()
            if not left_out or not name.startswith(left_out):
                total.update(name.encode())
                total.update(path.read_bytes())
        return total.hexdigest()


class Reader:
    """Reads a pack's files and collects their problems instead of stopping at the first.

    `texts` and `parts` keep what was read, by the file's name relative to the pack's folder;
    `broken` has the files that could not be read, with what they should have held. Texts given as
    `instead` are read in the place of the files of these names.
    """

    def __init__(self, pack: Pack, instead: Mapping[str, str] | None = None) -> None:
        self.pack = pack
        self.instead = instead or {}
        self.problems: list[Problem] = []
        self.texts: dict[str, str] = {}
        self.parts: dict[str, BaseModel] = {}
        self.broken: dict[str, type[BaseModel]] = {}

    def one(self, name: str, model: type[M], *, required: bool = True) -> M | None:
        """The file `name` as `model`; None where it is absent or broken."""
        path = self.pack.root / name
        if not path.is_file():
            if required:
                self.broken[name] = model
                self.problems.append(Problem(name, 0, "file is missing", "see docs/content.md"))
            return None
        return self._parse(path, model)

    def many(self, folder: str, model: type[M], suffix: str = ".yaml") -> list[M]:
        """Every file below `folder` as `model`, in order of name."""
        base = self.pack.root / folder
        single = base.with_suffix(suffix)
        paths = [p for p in self.pack.paths if p.suffix == suffix and base in p.parents]
        paths += [single] if single.is_file() else []
        parsed = [self._parse(path, model) for path in paths]
        return [each for each in parsed if each is not None]

    def _parse(self, path: Path, model: type[M]) -> M | None:
        name = path.relative_to(self.pack.root).as_posix()
        try:
            text = self.instead.get(name) or files.read_text(self.pack.root, path)
            self.texts[name] = text
            part = self.parts[name] = model.model_validate(_raw(path.suffix, text, name))
            return part
        except files.UnreadableError as error:
            self.problems.append(error.problem)
        except ValidationError as error:
            self.problems += [self._explain(name, text, each) for each in _telling(error)]
        self.broken[name] = model
        return None

    def _explain(self, name: str, text: str, error: dict[str, Any]) -> Problem:
        place = tuple(step for step in error["loc"])
        where = ".".join(map(str, place)) or "the file"
        hints = {
            "one_side": "name both sides, or leave the key out",
            "sides": "add them, or leave out the sides",
            "date": "write 2026, 2026-06 or 2026-06-30, in quotes",
            "extra_forbidden": "remove it, or look up its spelling in docs/content.md",
            "missing": "add it",
            "string_type": "write text, in quotes where it is a number, yes, no or null",
            "string_too_long": "shorten it",
            "string_too_short": "it may not be empty",
            "too_short": "add what is lacking",
            "string_pattern_mismatch": "use lower case letters, digits, dots and hyphens",
        }
        what = {"extra_forbidden": f"unknown key {where}", "missing": f"{where} is missing"}.get(
            error["type"], f"{where}: {error['msg']}"
        )
        return Problem(
            name, files.line_of(text, place), what, hints.get(error["type"], "correct it")
        )


def _raw(suffix: str, text: str, name: str) -> object:
    """What a file holds, before any model looks at it."""
    if suffix == catalogue.SUFFIX:
        return catalogue.parse(text, name)
    return files.parse_section(text, name) if suffix == ".md" else files.parse_yaml(text, name)


def _telling(error: ValidationError) -> list[dict[str, Any]]:
    """The errors, but for lists that are too short only because a member of theirs is wrong."""
    errors: list[dict[str, Any]] = [dict(each) for each in error.errors()]
    parents = {each["loc"][:depth] for each in errors for depth in range(len(each["loc"]))}
    return [each for each in errors if each["type"] != "too_short" or each["loc"] not in parents]


def read_content(reader: Reader) -> Content | None:
    """The snapshot, or None where a required file is missing or broken."""
    guide = reader.one("knowledge/guide.yaml", schema.Guide)
    singles: dict[str, Any] = {
        "guide": guide,
        **_of_sides(reader, required=guide is None or bool(guide.sides)),
        "vocabulary": reader.one("intents/vocabulary.yaml", schema.Vocabulary),
        "calibration": reader.one("intents/calibration.yaml", schema.Calibration),
    }
    sections = reader.many("knowledge/sections", schema.Section, ".md")
    models = reader.many("knowledge/models", schema.Models)
    licenses = reader.many("knowledge/licenses", schema.Licenses)
    devices = reader.many("knowledge/devices", schema.Devices)
    hardware = reader.one("knowledge/hardware.yaml", figures.Hardware, required=False)
    prices = reader.one("knowledge/prices.yaml", figures.Prices, required=False)
    terms = reader.one("knowledge/glossary.yaml", glossary.Glossary, required=False)
    advising = reader.one("intents/advising.yaml", schema.Advising, required=False)
    tables = reader.many("knowledge/phrases", schema.Phrases)
    spoken = reader.many(catalogue.FOLDER, catalogue.Catalogue, catalogue.SUFFIX)
    if any(value is None for value in singles.values()):
        return None
    return Content(
        **singles,
        phrases=schema.Phrases(
            phrases={key: text for table in tables for key, text in table.phrases.items()},
            buttons={key: text for table in tables for key, text in table.buttons.items()},
        ),
        sections=tuple(sections),
        models=tuple(model for table in models for model in table.models),
        licenses=tuple(each for table in licenses for each in table.licenses),
        devices=tuple(device for table in devices for device in table.devices),
        hardware=hardware,
        prices=prices,
        glossary=terms,
        advising=advising,
        translations=catalogue.translations(spoken),
    )


def _of_sides(reader: Reader, *, required: bool) -> dict[str, Any]:
    """What is about the two sides and the choice; a pack without sides may leave it out."""
    found: dict[str, Any] = {
        "comparison": reader.one("knowledge/comparison.yaml", schema.Comparison, required=required),
        "factor_list": reader.one("knowledge/factors.yaml", schema.Factors, required=required),
        "advisor": reader.one("knowledge/advisor.yaml", schema.AdvisorRules, required=required),
    }
    if required:
        return found
    nothing = {
        "comparison": schema.Comparison(aspects=()),
        "factor_list": schema.Factors(factors=()),
        "advisor": schema.NO_RULES,
    }
    return {name: found[name] or nothing[name] for name in nothing}


INTENT_FILES = ("asks", "recommend", "controls", "smalltalk", "outside")


def read_training(reader: Reader) -> Training:
    tables = reader.many("intents/topics", schema.Intents)
    for name in INTENT_FILES:
        table = reader.one(f"intents/{name}.yaml", schema.Intents)
        tables += [table] if table else []
    answers_dir = reader.pack.root / "intents" / "answers"
    answers = [
        reader.one(f"intents/answers/{path.name}", schema.AnswerUtterances)
        for path in sorted(answers_dir.glob("*.yaml"))
        if path.name != "unknown.yaml"
    ]
    unknown = reader.one("intents/answers/unknown.yaml", schema.Utterances)
    descriptions = reader.one("intents/described.yaml", schema.Descriptions, required=False)
    sequels = reader.many("intents/sequels", schema.Sequels)
    interviews = reader.many("intents/personas", schema.Personas)
    return Training(
        intents=tuple(intent for table in tables for intent in table.intents),
        answers=tuple(each for each in answers if each),
        unknown=unknown.utterances if unknown else (),
        personas=tuple(persona for table in interviews for persona in table.personas),
        descriptions=descriptions,
        sequels=tuple(each for table in sequels for each in table.sequels),
    )


def load_content(pack: Pack, cache: Cache) -> Content:
    """The snapshot of `pack`; raises ContentError with every problem where it can't be read.

    A damaged file with prices is no such problem where its last good text is known, and the table
    for the sums is never: it is logged as a warning, and without the table there are no sums.
    """
    cached = cache.read_text(pack.snapshot_name)
    if cached is not None:
        try:
            return Content.model_validate_json(cached)
        except ValidationError:
            pass  # written by hand or cut short beyond what the checksum sees: read the files anew
    reader = Reader(pack)
    content = read_content(reader)
    if content is None or reader.problems:
        return _with_spares(pack, reader, cache)
    cache.write_text(pack.snapshot_name, content.model_dump_json(by_alias=True))
    spares.keep(pack.root, reader.texts, cache)
    return content


def _with_spares(pack: Pack, damaged: Reader, cache: Cache) -> Content:
    """The snapshot with the last good text of every damaged file that may have one."""
    reader = Reader(pack, spares.kept(pack.root, damaged.broken, cache))
    content = read_content(reader)
    fatal = [each for each in reader.problems if each.path != spares.PRICES]
    if content is None or fatal:
        raise ContentError(damaged.problems)
    for problem in damaged.problems:
        held = problem.path in reader.instead
        LOG.warning("%s: %s", problem, "the last good figures go on" if held else "no sums for now")
    return content


def load_training(pack: Pack) -> Training:
    """The utterances of `pack`; raises ContentError where a file is broken."""
    reader = Reader(pack)
    training = read_training(reader)
    if reader.problems:
        raise ContentError(reader.problems)
    return training
