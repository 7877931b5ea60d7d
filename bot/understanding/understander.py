"""The engine of understanding: one message in, one reading out. Pure once it is built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.content.schema import AmbiguousAlias
from bot.content.snapshot import Content
from bot.understanding import clauses
from bot.understanding.artefacts import Artefacts
from bot.understanding.aspects import AspectIndex
from bot.understanding.beginning import signs_of
from bot.understanding.context import NOTHING, POINTERS, Context, points
from bot.understanding.encoding import Encoder
from bot.understanding.language import language_of
from bot.understanding.leaning import elliptic, may_go_on
from bot.understanding.names import VERSION, AliasIndex
from bot.understanding.normalize import clean, plain, tokens
from bot.understanding.prepare import MASKS, Prepared, Preparer, classifier_words
from bot.understanding.ranker import Ranker
from bot.understanding.reading import Candidate, Clause, Mention, Reading, Stranger
from bot.understanding.sequel import SEQUEL, after, mark_of
from bot.understanding.speller import Speller
from bot.understanding.statements import Listener, Piece
from bot.understanding.strangers import StrangerFinder
from bot.understanding.sums import find_sums
from bot.understanding.templates import NO_WISH, Templates, Wish
from bot.understanding.terms import TermIndex

OUTSIDE = "outside"
RECOMMEND = "recommend"
DESCRIBED, NOBODY = "described", "none"
TELLING = {OUTSIDE, RECOMMEND}
ONWARD = {"same", "compare"}
STAYS = {"stay", "other-side"}
CLEAR = 0.6
LONG = 14
TELLS = 3
SHORT = 6
BRIEF = 3
FEW = 4
SURE_PART = 0.7


class Understander:
    """Holds what was built for one content pack; what it remembers only saves time."""

    def __init__(
        self, content: Content, artefacts: Artefacts, encoder: Encoder | None = None
    ) -> None:
        self.content = content
        names = content.vocabulary.slot_names
        self.ranker = Ranker(artefacts, content.calibration, encoder, names)
        self._small_words = {
            name: frozenset(plain(word) for word in listed)
            for name, listed in content.vocabulary.languages.items()
        }
        known = artefacts.common | set(artefacts.frequency)
        self.names = AliasIndex(content, known)
        words = artefacts.frequency.copy()
        words.update({word: 1 for word in self.names.name_words if word not in words})
        self.preparer = Preparer(content.vocabulary, self.names, Speller(words, artefacts.common))
        self._begin_curve = content.calibration.begins["semantic" if encoder else "words"]
        self.aspects = AspectIndex(content)
        self.terms = TermIndex(content)
        self.strangers = StrangerFinder(content.vocabulary, self.names, known, self.ranker)
        self.listener = Listener(content, self.preparer, self.ranker)
        self._templates = Templates(content.advising) if content.advising else None
        self._ambiguous: dict[str, AmbiguousAlias] = {
            "".join(each.alias.lower().split()): each for each in content.vocabulary.ambiguous
        }

    def understand(self, text: str, context: Context = NOTHING) -> Reading:
        """What `text` asks, names and says, in the light of `context`. Any text of any length."""
        cleaned, is_cut = clean(text)
        prepared = self._prepared(clauses.without_nod(cleaned), context)
        words = prepared.words
        reading = Reading(text=cleaned, corrected=" ".join(words), is_cut=is_cut)
        if not words:
            return reading
        folded = plain(cleaned)
        asking = context.asking
        whole = classifier_words(prepared)
        sequels = self._sequels(whole, context)
        leaning = self._in_context(prepared, context, sequels)
        is_question = self._is_question(cleaned)
        is_elsewhere = not asking and not context.has_verdict
        is_brief = is_question and len(words) <= LONG and is_elsewhere
        wish = self._wish(reading.corrected, is_question)
        is_asked = is_brief and self._asks(whole) >= CLEAR
        pieces = () if is_asked else self._telling(self.listener.pieces(cleaned), wish)
        parts = clauses.questions_of(cleaned)
        asked = [classifier_words(self.preparer.from_text(part)) for part in parts]
        self.ranker.prepare([whole, leaning, *asked, *(piece.words for piece in pieces)])
        statements = self.listener.statements(pieces)
        reading = replace(
            reading,
            candidates=self.ranker.rank(whole),
            contextual=self.ranker.rank(leaning) if leaning else (),
            clauses=tuple(self._clause(part) for part in parts) if len(parts) > 1 else (),
            mentions=self._mentions(prepared),
            sides=prepared.sides,
            aspects=self.aspects.find(words),
            statements=statements,
            answer=self.listener.answer(cleaned, asking) if asking else None,
            sums=find_sums(folded),
            stranger=self._stranger(cleaned, prepared),
            term=self._term(folded, words, context),
            steering=self._steering(cleaned) if asking else None,
            sequels=sequels,
            described=self._described(whole, prepared) if is_question or not asking else None,
            language=language_of(cleaned, folded.split(), self._small_words),
            is_question=is_question,
            asks_within=self._asks_within(cleaned, prepared),
            wants_choice=bool(statements) and self._wants_choice(cleaned),
            wish=wish,
            corrections=prepared.corrections,
            seen=whole,
        )
        return replace(reading, begins=self._begins(reading))

    def _mentions(self, prepared: Prepared) -> tuple[Mention, ...]:
        """What is named, and the models whose licence is."""
        licensed = self.names.models_of_licenses(prepared.words, prepared.mentions)
        return (*prepared.mentions, *licensed)

    def _is_question(self, text: str) -> bool:
        return clauses.is_question(text, " ".join(self.preparer.from_text(text).masked))

    def _asks_within(self, text: str, prepared: Prepared) -> bool:
        """Whether any part is put as a question, with a name as its subject or without."""
        if clauses.asks_within(text) or not prepared.mentions:
            return clauses.asks_within(text)
        parts = clauses.statements_of(text)
        return any(self._is_question(p) for p in parts if len(p.split()) > BRIEF - 1)

    def _wish(self, words: str, is_question: bool) -> Wish:
        return self._templates.wish(words, is_question=is_question) if self._templates else NO_WISH

    def _telling(self, pieces: tuple[Piece, ...], wish: Wish) -> tuple[Piece, ...]:
        """The pieces that say more than how much something counts."""
        if self._templates is None or not wish.named_weights:
            return pieces
        rest = self._templates.rest
        return tuple(p for p in pieces if rest(" ".join(tokens(plain(p.text)))) >= TELLS)

    def _asks(self, words: tuple[str, ...]) -> float:
        """How surely the words ask for something that an answer can be given to."""
        best = self.ranker.rank(words)[0]
        return best.confidence if best.intent not in TELLING else 0.0

    def _stranger(self, text: str, prepared: Prepared) -> Stranger | None:
        """A version that a known family lacks, else a name that nobody knows."""
        version = self.names.unknown_version(prepared.words, prepared.mentions)
        if version is not None:
            return Stranger(version, "model", "likely", is_version=True)
        return self.strangers.find(text, prepared)

    def _term(self, folded: str, words: Sequence[str], context: Context) -> str | None:
        """The term to explain, as it was typed or as it was mended. A term alone is a question
        only at the beginning of a talk."""
        is_bare = context.kind is None and context.asking is None
        return self.terms.find(tokens(folded), is_bare) or self.terms.find(words, is_bare)

    def _described(self, words: tuple[str, ...], prepared: Prepared) -> Candidate | None:
        """The model that the words describe, where they name none."""
        if DESCRIBED not in self.ranker.artefacts.heads or _names_model(prepared):
            return None
        best = self.ranker.rank(words, DESCRIBED)[0]
        is_sure = best.confidence >= self.content.calibration.described.value
        return best if is_sure and best.intent != NOBODY else None

    def _begins(self, reading: Reading) -> float:
        """How likely a dialogue begins; what goes on from the last reply begins none."""
        if may_go_on(reading):
            return 0.0
        return signs_of(reading).chance(self._begin_curve)

    def _prepared(self, text: str, context: Context) -> Prepared:
        """The text prepared; names that are everyday words stay where the talk is of models."""
        prepared = self.preparer.from_text(text)
        if self._goes_on(prepared, context):
            return prepared
        return self._without_chance_names(prepared)

    def _goes_on(self, prepared: Prepared, context: Context) -> bool:
        """Whether a message that names a model goes on from what was said of another one."""
        if not context.entities or not _names_model(prepared):
            return False
        ranked = self._sequels(classifier_words(prepared), context)
        return bool(ranked) and ranked[0].intent in ONWARD and ranked[0].confidence >= CLEAR

    def _sequels(self, words: tuple[str, ...], context: Context) -> tuple[Candidate, ...]:
        """What the message may do after the last reply, the likeliest first."""
        kind = after(self.content, context)
        if kind is None or SEQUEL not in self.ranker.artefacts.heads:
            return ()
        return self.ranker.rank((*words, mark_of(kind)), SEQUEL)

    def _steering(self, text: str) -> Candidate | None:
        """The control that some few words of a longer message are by themselves: "ok stop, we'll
        decide another day"."""
        parts = clauses.statements_of(text)
        brief = [part for part in parts if len(part.split()) <= FEW] if len(parts) > 1 else []
        ranked = [self.ranker.rank(classifier_words(self.preparer.from_text(p))) for p in brief]
        best = max((r[0] for r in ranked if r), key=lambda c: c.confidence, default=None)
        is_control = best is not None and best.intent.startswith("control/")
        return best if best is not None and is_control and best.confidence >= SURE_PART else None

    def _wants_choice(self, text: str) -> bool:
        """Whether some few words of a message that tells of the person ask to choose for them."""
        parts = [p for p in clauses.statements_of(text) if 1 < len(p.split()) <= SHORT]
        ranked = (self.ranker.rank(classifier_words(self.preparer.from_text(p))) for p in parts)
        return any(r[0].intent == RECOMMEND and r[0].confidence >= CLEAR for r in ranked)

    def _clause(self, part: str) -> Clause:
        prepared = self._without_chance_names(self.preparer.from_text(part))
        ranked = self.ranker.rank(classifier_words(prepared)) if prepared.words else ()
        asks = self._is_question(part)
        return Clause(part, ranked, asks, prepared.mentions, prepared.sides)

    def _in_context(
        self, prepared: Prepared, context: Context, sequels: Sequence[Candidate]
    ) -> tuple[str, ...]:
        """The words with the last reply's thing put in, where a message leans on it; with its
        subject where that was explained, and the thing but named in passing."""
        if _names_model(prepared):
            return ()
        is_explained = context.kind == "answer" and bool(sequels) and sequels[0].intent in STAYS
        if not context.entities or is_explained:
            return self._on_subject(prepared, context)
        leans = len(prepared.words) <= SHORT or points(prepared.words)
        if not leans:
            return ()
        mask = self._mask_of(context.entities[0])
        named = tuple(mask if word in POINTERS else word for word in classifier_words(prepared))
        if mask not in named:
            named = (*named, mask)
        return named

    def _mask_of(self, thing: str) -> str:
        if thing in self.content.device_by_id:
            return MASKS["device"]
        return MASKS["license" if thing in self.content.license_by_id else "model"]

    def _on_subject(self, prepared: Prepared, context: Context) -> tuple[str, ...]:
        """The words with the last reply's subject in place of what points at it ("does one lose
        much by it" after quantisation), or after the few words that leave it out ("and the
        snags?")."""
        section = self.content.section_by_id.get(context.topics[0]) if context.topics else None
        words = classifier_words(prepared)
        is_bare = context.kind == "answer" and not (prepared.mentions or prepared.sides)
        rest = elliptic(" ".join(prepared.words)) if is_bare else ()
        if section is None or len(words) > LONG or not (rest or points(words)):
            return ()
        name = f"{section.side} models" if section.side else section.id.rpartition("/")[2]
        subject = tokens(plain(name))
        if rest:
            return (*subject, *rest)
        return tuple(p for word in words for p in (subject if word in POINTERS else [word]))

    def _without_chance_names(self, prepared: Prepared) -> Prepared:
        """Drops names that are everyday words unless the rest of the message speaks for them."""
        sides = [m for m in prepared.mentions if self._is_side(m, prepared)]
        if sides:
            kept = tuple(m for m in prepared.mentions if m not in sides)
            masked = self.preparer.mask(prepared.words, kept)
            prepared = replace(prepared, mentions=kept, masked=masked)
        doubtful = [m for m in prepared.mentions if self._is_doubtful(m, prepared.words)]
        if not doubtful:
            return prepared
        kept = tuple(m for m in prepared.mentions if m not in doubtful)
        bare = replace(prepared, mentions=kept, masked=self.preparer.mask(prepared.words, kept))
        as_name = self.ranker.rank(classifier_words(prepared))[0]
        as_word = self.ranker.rank(classifier_words(bare))[0]
        is_ours = as_word.intent != OUTSIDE and not any(
            self._against(mention, prepared.words) for mention in doubtful
        )
        is_name = as_name.intent != OUTSIDE and (is_ours or as_name.score > as_word.score)
        return prepared if is_name else bare

    def _is_side(self, mention: Mention, prepared: Prepared) -> bool:
        """Whether a name begins with a side where both are spoken of: "open ai or closed ai"."""
        first = prepared.words[mention.start : mention.start + 1]
        is_split = mention.end - mention.start > 1
        return is_split and len(prepared.sides) > 1 and bool(self.preparer.find_sides(first))

    def _is_doubtful(self, mention: Mention, words: Sequence[str]) -> bool:
        entry = self._ambiguous.get(mention.text.replace(" ", ""))
        if entry is None or (entry.model != mention.id and mention.exact):
            return False
        is_numbered = len(words) <= BRIEF and any(map(VERSION.fullmatch, words[mention.end :][:1]))
        if is_numbered or mention.end - mention.start == len(words):
            return False  # "llama 17", "gemini"
        text = f" {' '.join(words)} "
        hints = sum(
            f" {' '.join(hint.lower().split())} " in text
            for hint in (*entry.hints, *self.content.vocabulary.general_hints)
            if hint.lower() not in mention.text.split()
        )
        has_hints = hints > 0 or self.preparer.find_sides(words)
        return self._against(mention, words) or not has_hints

    def _against(self, mention: Mention, words: Sequence[str]) -> bool:
        """Whether other words of the message speak for the everyday sense of a name."""
        entry = self._ambiguous.get(mention.text.replace(" ", ""))
        rest = {*words[: mention.start], *words[mention.end :]}
        return entry is not None and any(word in rest for word in entry.against)


def _names_model(prepared: Prepared) -> bool:
    return any(mention.kind == "model" for mention in prepared.mentions)
