"""The guide as passages: each heading with what stands right below it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import yaml

from bot.content.checks_sheets import key_of
from bot.content.files import FRONT
from bot.drafting.markdown import Block, bare, lead_of, read, tidy
from bot.drafting.rules import Rules
from bot.errors import ContentError, Problem
from bot.understanding.normalize import plain, tokens

NUMBERING = re.compile(
    r"^(?:(?:step|chapter|part)\s+)?(?:\d+(?:\.\d+)*[.):]*|[A-Za-z][.)])\s+(?=\w)", re.I
)
LONGEST_TITLE = 110
LONGEST_TERM = 60
FEWEST_TERMS = 3
TERM_LEVEL = 7
ROOT = ()


@dataclass(frozen=True)
class Passage:
    """A heading and its blocks; `parents` are the places of the headings above it, outermost first.

    The place of a passage is its index in the outline; the guide as a whole is the passage 0.
    """

    title: str
    line: int
    level: int
    blocks: tuple[Block, ...] = ()
    parents: tuple[int, ...] = ROOT


def words_of(text: str) -> list[str]:
    """The words of a text as a message of the same text has them."""
    return tokens(plain(text))


def unnumbered(title: str) -> str:
    """The heading without "1." or "Step 2:" in front of it."""
    return NUMBERING.sub("", title) or title


def outline(text: str, name: str, rules: Rules) -> list[Passage]:
    """The passages of a guide in order, the guide as a whole first.

    `name` is the file's, for messages. Raises ContentError with every heading that can't be used,
    or where there is none.
    """
    title, body, skipped = _without_front(text)
    blocks = [replace(each, line=each.line + skipped) for each in read(body)]
    guide, *others = _passages(blocks, title)
    if not others and not guide.title:
        what = "there is no heading in this guide"
        hint = "give it a title, such as a first line '# Growing tomatoes'"
        raise ContentError([Problem(name, 1, what, hint)])
    guide = replace(guide, title=guide.title or _named_by(name, rules))
    kept = [guide, *(each for each in others if not _leads_around(each, rules))]
    problems = [_unusable(each, name) for each in kept if not words_of(each.title)]
    if problems:
        raise ContentError(problems)
    return _nested(_with_terms(kept, rules))


def _without_front(text: str) -> tuple[str, str, int]:
    """(title, body, lines of it) of a text with or without front matter."""
    match = FRONT.match(text)
    if not match:
        return "", text, 0
    try:
        fields = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        return "", text, 0
    title = fields.get("title")
    named = tidy(title)[:LONGEST_TITLE].strip() if isinstance(title, str) else ""
    return named, match[2], text[: match.start(2)].count("\n")


def _named_by(name: str, rules: Rules) -> str:
    """A title from the name of the file: "my-guide.md" is "My guide"."""
    words = " ".join(words_of(name.rpartition(".")[0]))[:LONGEST_TITLE]
    return (words[:1].upper() + words[1:]) or rules.says["guide"]


def _passages(blocks: Sequence[Block], title: str) -> Iterator[Passage]:
    """The guide itself, then one passage for each heading; a first and only H1 is the guide's."""
    headings = [block for block in blocks if block.kind == "heading"]
    tops = [block for block in headings if block.level == 1]
    is_titled = len(tops) == 1 and headings[0] is tops[0]
    current = Passage(title, 1, 0)
    gathered: list[Block] = []
    for block in blocks:
        if block.kind != "heading":
            gathered.append(block)
        elif is_titled and block is headings[0]:
            current = replace(current, title=title or _short(block.text), line=block.line)
        else:
            yield replace(current, blocks=tuple(gathered))
            current, gathered = Passage(_short(block.text), block.line, block.level), []
    yield replace(current, blocks=tuple(gathered))


def _short(title: str) -> str:
    if len(title) <= LONGEST_TITLE:
        return title
    return title[:LONGEST_TITLE].rpartition(" ")[0] or title[:LONGEST_TITLE]


def _leads_around(passage: Passage, rules: Rules) -> bool:
    """A table of contents: by its heading, or because it is nothing but links within the guide."""
    if key_of(passage.title) in rules.leave_out:
        return True
    lists = [block for block in passage.blocks if block.kind == "list"]
    others = [block for block in passage.blocks if block.kind != "list"]
    return bool(lists) and not others and all(b.inner >= len(b.lines) for b in lists)


def _unusable(passage: Passage, name: str) -> Problem:
    if not passage.title:
        return Problem(name, passage.line, "an empty heading", "give it a title, or remove it")
    what = f"the heading {passage.title!r} has no letter from a to z and no digit"
    hint = "questions are matched by such letters: add a name in them, as in '東京 (Tokyo)'"
    return Problem(name, passage.line, what, hint)


def _with_terms(passages: Iterable[Passage], rules: Rules) -> Iterator[Passage]:
    """The passages, and one more for each term of a glossary and each of several bold headings."""
    for passage in passages:
        is_glossary = key_of(unnumbered(passage.title)) in rules.glossaries
        found, rest = _bold_headings(passage)
        if is_glossary and len(found) < FEWEST_TERMS:
            found, rest = _terms(passage)
        if len(found) < FEWEST_TERMS:
            yield passage
        else:
            yield replace(passage, blocks=rest)
            yield from found


def _bold_headings(passage: Passage) -> tuple[list[Passage], tuple[Block, ...]]:
    """Paragraphs that are a heading in all but name, nothing but a few words in bold, each with the
    blocks below it; and the blocks above the first. None where one of them has nothing below it."""
    found: list[Passage] = []
    rest: list[Block] = []
    for block in passage.blocks:
        text = block.text
        is_bold = text.startswith("**") and text.endswith("**") and text.count("**") == 2
        if is_bold and len(text) <= LONGEST_TITLE and words_of(text):
            title = bare(text).rstrip(" :.")
            found.append(Passage(title, block.line, TERM_LEVEL))
        elif found:
            found[-1] = replace(found[-1], blocks=(*found[-1].blocks, block))
        else:
            rest.append(block)
    return (found, tuple(rest)) if all(each.blocks for each in found) else ([], passage.blocks)


def _terms(passage: Passage) -> tuple[list[Passage], tuple[Block, ...]]:
    """Items, rows and paragraphs that begin with a term, each with what is said of it; and the
    blocks that don't."""
    found: list[Passage] = []
    rest: list[Block] = []
    for block in passage.blocks:
        leads = [lead_of(line) for line in block.lines or (block.text,)]
        if not all(said and words_of(term) and len(term) <= LONGEST_TERM for term, said in leads):
            rest.append(block)
            continue
        for term, said in leads:
            below = Block("paragraph", block.line, text=said[:1].upper() + said[1:])
            found.append(Passage(term, block.line, TERM_LEVEL, (below,)))
    return found, tuple(rest)


def _nested(passages: Iterable[Passage]) -> list[Passage]:
    """The passages with the places of those above them."""
    found: list[Passage] = []
    above: list[tuple[int, int]] = []
    for place, passage in enumerate(passages):
        while above and above[-1][0] >= passage.level:
            above.pop()
        found.append(replace(passage, parents=tuple(at for _, at in above)))
        above.append((passage.level, place))
    return found
