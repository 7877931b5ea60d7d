"""The dialogue's questions: putting one, putting it again, and hearing the answer."""

from __future__ import annotations

from collections.abc import Iterable

from bot.advisor.questions import next_question
from bot.conversation import events as ev
from bot.conversation.draft import Draft
from bot.conversation.options import answer_options
from bot.conversation.silence import offer
from bot.conversation.verdicts import conclude
from bot.reply import EventName, Kind, Reply
from bot.understanding.reading import Reading, Statement

UNKNOWN = "unknown"
FADES_AFTER = 3
PATIENCE = 3


def question_text(draft: Draft) -> str:
    asking = draft.asking
    return draft.content.factors[asking].question if asking else ""


def put(draft: Draft, text: str, kind: Kind = "question", event: EventName | None = None) -> Reply:
    """A reply that leaves the pending question on show, with its buttons."""
    factor = draft.asking
    topics = (draft.content.factors[factor].topic,) if factor else ()
    return Reply(
        kind=kind,
        text=text.strip(),
        topics=topics,
        options=answer_options(draft.content, draft.state),
        event=event,
    )


def say_and_ask(draft: Draft, key: str, kind: Kind = "question", **slots: object) -> Reply:
    """The phrase `key` with the pending question's words in its slots."""
    factor = draft.content.factors[draft.asking or next(iter(draft.content.factors))]
    slots = {
        "question": factor.question,
        "why": factor.why,
        "meaning": factor.meaning,
        "example": factor.example,
        **slots,
    }
    return put(draft, draft.content.say(key, **slots), kind)


def advance(draft: Draft, lead: str = "", event: EventName | None = None) -> Reply:
    """Puts the next question, or gives the verdict where no question is left."""
    dialogue = draft.dialogue
    assert dialogue is not None
    factor = None
    if not dialogue.is_rest_skipped:
        factor = next_question(
            draft.content, dialogue.answers, dialogue.skipped, len(dialogue.asked), dialogue.weights
        )
    if factor is None:
        return conclude(draft, lead=lead).with_(event=event)
    draft.add(ev.Asked(factor))
    return put(draft, f"{lead} {question_text(draft)}", event=event)


def start(draft: Draft, statements: Iterable[Statement] = (), *, asked_for: bool = True) -> Reply:
    """Opens a dialogue that holds what the opening message said, if there is a choice to make."""
    if not draft.content.factors:
        return Reply("control", draft.content.say("nothing_to_choose"))
    draft.add(ev.DialogueStarted())
    record(draft, statements)
    content = draft.content
    heard = heard_text(draft, draft.answers)
    if not heard:
        return advance(draft, content.say("start_first"), event="started")
    key = "start_heard" if asked_for else "start_statement"
    return advance(draft, content.say(key, heard=heard), event="started")


def record(draft: Draft, statements: Iterable[Statement]) -> None:
    """Keeps each statement as the answer to its factor; "unknown" is kept and left out."""
    for said in statements:
        draft.add(ev.Recorded(said.factor, said.value, said.leaning, said.text[:300]))
        if said.value == UNKNOWN:
            draft.add(ev.Skipped(said.factor))


def heard_text(draft: Draft, factors: Iterable[str]) -> str:
    """ "Budget – Money is tight; Support – A vendor to call" for answers that are held."""
    content, parts = draft.content, []
    for factor in factors:
        answer = draft.answers.get(factor)
        value = content.values[factor].get(answer.value) if answer else None
        if value:
            title = content.factors[factor].title
            parts.append(content.say("heard_one", title=title, label=value.label))
    return "; ".join(parts)


def acknowledge(draft: Draft) -> str:
    """One short sentence on what this turn recorded or changed."""
    changes = draft.changes()
    heard = heard_text(draft, changes)
    if not heard:
        return ""
    altered = any(change.before is not None for change in changes.values())
    turns = draft.state.turns
    return draft.content.say("noted_change" if altered else "noted", turns, heard=heard)


def missed(draft: Draft, reading: Reading) -> Reply:
    """The message answered nothing: asked back, each time in another way."""
    if draft.state.is_back:
        return offer(draft)
    draft.add(ev.Missed())
    dialogue = draft.dialogue
    misses = dialogue.misses if dialogue else 1
    if misses > PATIENCE and draft.asking:
        draft.add(ev.Skipped(draft.asking))
        return advance(draft, draft.content.say("moved_on"))
    guess = reading.answer
    if misses == 1 and guess and guess.value != UNKNOWN:
        value = draft.content.values[guess.factor].get(guess.value)
        if value:
            return say_and_ask(draft, "ask_unsure", label=value.label)
    return say_and_ask(draft, "ask_other_words" if misses <= 2 else "ask_offer_skip")


def with_question(draft: Draft, reply: Reply) -> Reply:
    """A side reply with the pending question put again below; it fades after several, and after a
    long silence the person is asked first whether to go on."""
    draft.add(ev.Digressed())
    dialogue = draft.dialogue
    often = dialogue is not None and dialogue.digressions > FADES_AFTER
    key = "again_gently" if often else "again"
    again = draft.content.say(key, question=question_text(draft))
    options = answer_options(draft.content, draft.state)
    if draft.state.is_back:
        offered = offer(draft)
        again, options = offered.text, offered.options
    if reply.table is None:
        text = f"{reply.text}\n\n{reply.after_table}".strip()
        return reply.with_(text=f"{text}\n\n{again}", after_table="", options=options)
    after = f"{reply.after_table}\n\n{again}".strip()
    return reply.with_(after_table=after, options=options)
