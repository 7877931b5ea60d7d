"""Which way a message goes: control, answer to what was asked, question, statement, small talk.

In a dialogue a message may be several of these at once: what it says of the person's situation
is kept, what it asks is answered, and the open question is put again.
"""

from __future__ import annotations

from bot.conversation import asking
from bot.conversation.answering import answer, ask_back, nothing_fits, wants_list
from bot.conversation.controls import CONTROLS
from bot.conversation.draft import Draft
from bot.conversation.followups import more, shorter, source
from bot.conversation.hearing import (
    TELLS,
    answers_to_question,
    begins,
    chats,
    is_impersonal,
    plain_answer,
    told,
    told_beside,
    told_unasked,
)
from bot.conversation.options import start_options
from bot.conversation.presses import press_reply
from bot.conversation.refitting import changed_fit
from bot.conversation.returning import answer_to_offer
from bot.conversation.searching import refine
from bot.conversation.silence import offer
from bot.conversation.smalltalk import smalltalk
from bot.conversation.summing import changed_sum
from bot.conversation.wishing import wished
from bot.reply import Reply
from bot.understanding.reading import Reading, Statement
from bot.understanding.request import Answer, Clarify, Outcome, Request, Unknown

LOOKING_BACK = {"more": more, "shorter": shorter, "source": source}
SURE_CONTROL = 0.5
SURE_QUESTION = 0.42
SURE_UNASKED = 0.8
NEW_REQUEST = 8
CORRECTED = 0.2
BRIEF = 6
FOREIGN_CONTROLS = {"language"}
STEERING = frozenset(
    {"cancel", "back", "skip", "skip-all", "why-asked", "what-mean", "example", "repeat"}
    | {"summary", "result", "restart", "resume", "export", "delete"}
)
SURE_STEERING = 0.75
CERTAIN = 0.9
DOUBTFUL = 0.4
CLEARLY = 0.2


def route(draft: Draft, reading: Reading, outcome: Outcome) -> Reply:
    """The reply to a message, with the draft's events added on the way."""
    if draft.before.is_deleting:
        decided = _confirm_delete(draft, reading)
        if decided is not None:
            return decided
    if reading.is_empty:
        return _without_words(draft, reading)
    returned = answer_to_offer(draft, reading)
    if returned is not None:
        return returned
    request = _sole(outcome)
    if reading.language and not (request and request.name in FOREIGN_CONTROLS):
        return _foreign(draft, reading, outcome)
    changed = changed_sum(draft, reading) or changed_fit(draft, reading, request)
    if changed is not None:
        reply = answer(draft.content, (changed,), reading)
        return asking.with_question(draft, reply) if draft.asking else reply
    steered = wished(draft, reading)
    if steered is not None:
        return steered
    corrected = _corrected(draft, reading, request)
    if corrected is not None:
        return corrected
    search = refine(draft, reading, outcome)
    if search is not None:
        return search
    controlled = _controlled(draft, reading, request) or _steered(draft, reading)
    if controlled is not None:
        return controlled
    if draft.asking:
        return _in_dialogue(draft, reading, outcome)
    return _outside_dialogue(draft, reading, outcome)


def _sole(outcome: Outcome) -> Request | None:
    return outcome.requests[0] if isinstance(outcome, Answer) else None


def _confirm_delete(draft: Draft, reading: Reading) -> Reply | None:
    best = reading.best
    name = best.intent if best else ""
    if name in {"control/yes", "control/delete"}:
        return CONTROLS["delete-yes"](draft, reading)
    if name in {"control/no", "control/cancel", "control/thanks-no"}:
        return CONTROLS["delete-no"](draft, reading)
    return None


def _without_words(draft: Draft, reading: Reading) -> Reply:
    """Numbers press the button of that place; anything else gets a short word of help."""
    options = draft.before.focus.options
    digits = reading.text.strip(" .)#")
    if digits.isascii() and digits.isdigit() and len(digits) < 3 and options:
        place = int(digits) - 1
        if 0 <= place < len(options):
            return press_reply(draft, options[place])
    if draft.asking and reading.text and reading.answer is None and not reading.corrected:
        return asking.say_and_ask(draft, "mean", "explain_question")
    if draft.asking and reading.corrected:
        return _answer_or_ask_again(draft, reading)
    if draft.asking:
        return asking.say_and_ask(draft, "ask_other_words")
    content = draft.content
    text = content.say("empty")
    return Reply("clarify", text, options=start_options(content), confidence=0.2)


def _foreign(draft: Draft, reading: Reading, outcome: Outcome) -> Reply:
    """Another language: said honestly; nothing is read into it."""
    nearest = outcome.nearest if isinstance(outcome, Unknown) else draft.content.guide.start_topics
    reply = nothing_fits(draft.content, Unknown(nearest, 0.5))
    reply = reply.with_(text=draft.content.say("language"))
    return asking.with_question(draft, reply) if draft.asking else reply


def _controlled(draft: Draft, reading: Reading, request: Request | None) -> Reply | None:
    """The control that the message is, unless it reads better as an answer or a question."""
    if request is None or request.act != "control":
        return None
    if draft.asking and request.name in {"yes", "no"} and _is_plain(reading):
        said = plain_answer(draft, request.name, reading.text)
        return _taken(draft, (said,)) if said else None
    is_sure = request.confidence >= SURE_CONTROL or _steering(reading) >= SURE_STEERING
    if not is_sure and not _is_plain(reading):
        return None
    if draft.asking and not _outranks_answer(reading, request):
        return None
    if request.name == "restart" and reading.statements:
        return None
    if request.name in LOOKING_BACK:
        reply = LOOKING_BACK[request.name](draft, reading)
        return asking.with_question(draft, reply) if draft.asking else reply
    return CONTROLS[request.name](draft, reading)


def _steered(draft: Draft, reading: Reading) -> Reply | None:
    """ "ok stop, we'll decide another day": ends the talk, unless the message answers as well."""
    part = reading.steering
    if part is None or part.intent.partition("/")[2] != "cancel":
        return None
    said = reading.answer
    if said and said.fit * said.confidence >= part.confidence - CLEARLY:
        return None
    return CONTROLS["cancel"](draft, reading) if not told_unasked(draft, reading) else None


def _steering(reading: Reading) -> float:
    """How sure it is that the message steers at all, whichever control it is."""
    steers = (c.confidence for c in reading.candidates if c.intent.startswith("control/"))
    return min(1.0, sum(steers))


def _outranks_answer(reading: Reading, request: Request) -> bool:
    """Whether a control is meant while a question is pending; most words like one are answers."""
    answers = _answers(reading)
    if request.name in STEERING:
        steers = answers < CERTAIN and _steering(reading) >= answers
        return request.confidence >= min(answers, CERTAIN) or steers
    return request.confidence >= CERTAIN and answers < DOUBTFUL and not reading.statements


def _answers(reading: Reading) -> float:
    """How sure it is that the message answers the question pending, and with something known."""
    said = reading.answer
    return said.fit if said and said.value != asking.UNKNOWN else 0.0


def _corrected(draft: Draft, reading: Reading, request: Request | None) -> Reply | None:
    """ "change my answers: the budget is big now": each thing told is changed at once."""
    dialogue = draft.dialogue
    wants = request is not None and request.act == "control" and request.name == "change"
    if not wants or dialogue is None or dialogue.status == "cancelled":
        return None
    said = told(draft, reading, CORRECTED)
    return _taken(draft, said) if said else None


def _is_plain(reading: Reading) -> bool:
    return len(reading.corrected.split()) <= 3


def _in_dialogue(draft: Draft, reading: Reading, outcome: Outcome) -> Reply:
    request = _sole(outcome)
    if chats(reading):
        return asking.with_question(draft, smalltalk(draft, "ack"))
    if request and request.act == "smalltalk" and not _answers_better(reading, request):
        return asking.with_question(draft, smalltalk(draft, request.name))
    if request and request.act == "recommend" and not _answers_better(reading, request):
        return _still_choosing(draft, reading)
    if _asks_knowledge(reading, outcome):
        if len(reading.corrected.split()) > BRIEF:  # "what is fine-tuning?" tells nothing
            asking.record(draft, told_beside(draft, reading))
        return _side_answer(draft, reading, outcome)
    said = answers_to_question(draft, reading)
    if said:
        return _taken(draft, said)
    if isinstance(outcome, Unknown) and outcome.confidence >= SURE_QUESTION and reading.is_question:
        return asking.with_question(draft, nothing_fits(draft.content, outcome))
    return asking.missed(draft, reading)


def _answers_better(reading: Reading, request: Request) -> bool:
    """Whether the message is rather an answer to the open question than this request."""
    said = reading.answer
    is_unknown = said is not None and said.value == asking.UNKNOWN
    sure = said.fit * said.confidence if said and is_unknown else _answers(reading)
    tells = max((s.confidence for s in reading.statements), default=0.0)
    if request.act == "smalltalk" and tells >= TELLS:
        return True
    return sure > request.confidence or request.confidence < SURE_QUESTION


def _still_choosing(draft: Draft, reading: Reading) -> Reply:
    """ "help me choose" again: goes on, with what the message tells taken in."""
    said = told(draft, reading)
    if said:
        return _taken(draft, said)
    if draft.state.is_back:
        return offer(draft)
    return asking.say_and_ask(draft, "running").with_(event="resumed")


def _taken(draft: Draft, said: tuple[Statement, ...]) -> Reply:
    """Keeps what was said and goes on to the next question."""
    asking.record(draft, said)
    if all(each.value == asking.UNKNOWN for each in said):
        return asking.advance(draft, draft.content.say("unknown_ok"))
    return asking.advance(draft, asking.acknowledge(draft))


def _side_answer(draft: Draft, reading: Reading, outcome: Outcome) -> Reply:
    """A question about the subject in the middle of the dialogue, answered; then back to ours."""
    assert isinstance(outcome, Answer)
    reply = answer(draft.content, outcome.requests, reading)
    lead = asking.acknowledge(draft)
    reply = reply.with_(text=f"{lead}\n\n{reply.text}") if lead else reply
    return _with_next(draft, reply)


def _with_next(draft: Draft, reply: Reply) -> Reply:
    """A side answer, and below it the pending question, or the next if that one is dealt with."""
    dialogue = draft.dialogue
    settled = dialogue is not None and dialogue.asking in {**dialogue.answers}
    if not settled:
        return asking.with_question(draft, reply)
    following = asking.advance(draft)
    return reply.with_(
        text=f"{reply.text}\n\n{following.text}",
        options=following.options,
        recommendation=following.recommendation,
    )


def _answer_or_ask_again(draft: Draft, reading: Reading) -> Reply:
    said = answers_to_question(draft, reading)
    return _taken(draft, said) if said else asking.missed(draft, reading)


def _asks_knowledge(reading: Reading, outcome: Outcome) -> bool:
    """Whether this is a question about the subject rather than an answer to ours."""
    if not isinstance(outcome, Answer):
        return False
    request = outcome.requests[0]
    if request.act in {"control", "smalltalk", "recommend"}:
        return False
    said = reading.answer.confidence if reading.answer else 0.0
    if reading.text.rstrip().endswith("?"):
        return request.confidence >= min(SURE_QUESTION, max(said, 0.25))
    is_thing = bool(request.models or request.licenses)
    if reading.is_question or reading.asks_within:
        least = 0.0 if is_thing and reading.is_question else said  # "is sora free": no budget
        return request.confidence >= max(SURE_QUESTION, least)
    is_named = is_thing or request.act in {"compare", "define", "find"}
    return is_named and request.confidence >= SURE_UNASKED and request.confidence > said


def _outside_dialogue(draft: Draft, reading: Reading, outcome: Outcome) -> Reply:
    request = _sole(outcome)
    if request and request.act == "recommend":
        return _recommend(draft, reading).with_(confidence=round(request.confidence, 4))
    is_asked = request is not None and (
        is_impersonal(request, reading) or wants_list(draft.content, request, reading)
    )
    if begins(draft, reading) and not is_asked:
        return _take_statement(draft, reading)
    if request and request.act == "smalltalk":
        return smalltalk(draft, request.name)
    if request and request.act == "control":
        return nothing_fits(draft.content, Unknown(_near(draft, reading), 1 - request.confidence))
    if isinstance(outcome, Answer):
        return answer(draft.content, outcome.requests, reading)
    if isinstance(outcome, Clarify):
        return ask_back(draft.content, outcome)
    return nothing_fits(draft.content, outcome)


def _near(draft: Draft, reading: Reading) -> tuple[str, ...]:
    """The topics that come nearest to a message which was no clear control."""
    known = draft.content.section_by_id
    topics = (c.intent for c in reading.candidates if c.intent in known)
    return (*topics, *draft.content.guide.start_topics)


def _recommend(draft: Draft, reading: Reading) -> Reply:
    """A wish for a recommendation: begins a dialogue, or goes back to the verdict that stands."""
    dialogue = draft.dialogue
    statements = told(draft, reading)
    is_new = bool(statements) or len(reading.corrected.split()) > NEW_REQUEST
    if dialogue and dialogue.status == "concluded" and not is_new:
        return CONTROLS["resume"](draft, reading)
    return asking.start(draft, statements)


def _take_statement(draft: Draft, reading: Reading) -> Reply:
    """Something said of the situation: changes the answers held, or begins with it."""
    dialogue, statements = draft.dialogue, told_unasked(draft, reading)
    if dialogue is None:
        begun = asking.start(draft, told(draft, reading), asked_for=False)
        return begun.with_(confidence=round(reading.begins, 4))
    if dialogue.status == "cancelled":
        topic = draft.content.factors[statements[0].factor].topic
        options = start_options(draft.content)
        request = Request("section", statements[0].confidence, topics=(topic,))
        return answer(draft.content, (request,), reading).with_(options=options)
    return _taken(draft, statements)
