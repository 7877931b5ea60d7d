"""Models and licences that nobody knows: said so, with the nearest that are known."""

from __future__ import annotations

import pytest

from bot.content.snapshot import Content
from bot.conversation.plan import Planner
from bot.conversation.state import State
from bot.knowledge.nearest import nearest_licenses, unknown_license
from bot.reply import Reply

# What is said, and the invented name in it.
MODELS = [
    ("what is Zorblax-7B?", "Zorblax-7B"),
    ("tell me about Quillmind", "Quillmind"),
    ("do you know the model Tarnwick 2?", "Tarnwick 2"),
    ("what does Vexling Pro cost?", "Vexling Pro"),
    ("licence of Murrowgate 13B", "Murrowgate 13B"),
    ("compare Sibelia 3 and Llama 3.3", "Sibelia 3"),
    ("what is gpt-17", "gpt-17"),
    ("is claude 9 open", "claude-9"),
    ("who makes Orrery-XL", "Orrery-XL"),
    ("when was Snarkvine released?", "Snarkvine"),
    ("context window of Wobbegong 4", "Wobbegong 4"),
    ("can I fine-tune Nimbrel?", "Nimbrel"),
    ("tell me about the model Lumpkin-V2", "Lumpkin-V2"),
    ("qwen 12 price", "qwen-12"),
    ("gemini 11 ultra", "gemini-11"),
    ("deepseek r9", "deepseek-r9"),
    ("have you heard of Plumbago-1?", "Plumbago-1"),
    ("Is Yarrow-Chat free for commercial use?", "Yarrow-Chat"),
    ("llama 17", "llama-17"),
    ("Tell me about Wintergreen LLM", "Wintergreen"),
    ("what's the license for Borogove?", "Borogove"),
    ("is Bramblenet open source?", "Bramblenet"),
    ("compare Drumlin with Fenwick", "Drumlin"),
    ("how open is Hattersley 70B", "Hattersley 70B"),
    ("grimwold-8b vs qwen3 8b", "grimwold-8b"),
]
LICENSES = [
    ("is the Hollowfern License ok for commercial use?", "Hollowfern"),
    ("what does the Pennywhistle Public License allow?", "Pennywhistle Public"),
    ("what about the Thistledown AI licence", "Thistledown"),
    ("does the Copperbeech 1.0 licence let me sell outputs", "Copperbeech 1.0"),
    ("explain the Larkspur community license", "Larkspur community"),
]
# Ordinary messages with rare words, which are no names of ours.
OTHERS = [
    "is the ferry to Hydra running on Mondays",
    "do i need a licence for my drone in Bavaria",
    "which synthesiser has the best oscillators",
    "what do open models mean for archaeologists",
    "is it worth self-hosting if our bookkeeping is on paper",
]


def ask(planner: Planner, said: str) -> Reply:
    return planner.text(said, State()).reply


@pytest.mark.parametrize(("said", "name"), MODELS)
def test_an_unknown_model_is_called_unknown(planner: Planner, said: str, name: str) -> None:
    reply = ask(planner, said)
    assert reply.text.startswith(f"I don't know **{name}**.")
    assert reply.kind in {"clarify", "out_of_scope"}
    offered = [option.id for option in reply.options if option.id.startswith("model:")]
    assert len(offered) == 3
    shown = planner.press(offered[0], State()).reply
    assert shown.kind == "model"


@pytest.mark.parametrize(("said", "name"), LICENSES)
def test_an_unknown_licence_is_called_unknown(planner: Planner, said: str, name: str) -> None:
    reply = ask(planner, said)
    assert reply.text.startswith(f"I don't know **{name}**.")
    assert "take it that nothing is allowed" in reply.text
    offered = [option.id for option in reply.options if option.id.startswith("license:")]
    assert len(offered) == 3
    assert planner.press(offered[0], State()).reply.kind == "license"


def test_thirty_invented_names_were_tried() -> None:
    assert len({name for _, name in [*MODELS, *LICENSES]}) >= 30


@pytest.mark.parametrize("said", OTHERS)
def test_a_rare_word_is_no_name(planner: Planner, said: str) -> None:
    assert "I don't know" not in ask(planner, said).text


def test_the_memory_for_an_unknown_model_of_some_size_is_told_all_the_same(
    planner: Planner,
) -> None:
    reply = ask(planner, "how much vram does Grunthos 30B need?")
    assert reply.kind == "hardware"
    assert reply.text.startswith("I don't know **Grunthos 30B**. **About")


def test_the_nearest_licences_are_near(content: Content) -> None:
    assert nearest_licenses(content, "Apachy 2.0")[0] == "apache-2.0"
    assert nearest_licenses(content, "") == ()
    assert unknown_license(content, "").options == ()
