"""A review from the first question to the next answer, on a pack and a database of their own."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from bot.app import open_app
from bot.cli.commands import app
from bot.cli.creating import create
from bot.engine import Message
from bot.settings import load

TALK = [
    ("ann", "am i permitted to hand my digital novels over to a mate"),
    ("ann", "zorp flurb"),
    ("ann", "may a mate of mine get my digital novels for a while"),
    ("bob", "zorp flurb"),
    ("bob", "the harbour hall sells turnips at dawn"),
]


@pytest.fixture
def pack(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    folder = tmp_path / "pack"
    create(folder, None, "Shelf", date(2026, 11, 26))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("AJAR_CONTENT", str(folder))
    monkeypatch.setenv("AJAR_DATABASE", f"sqlite:///{tmp_path / 'log.db'}")
    monkeypatch.setenv("AJAR_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))
    monkeypatch.setenv("AJAR_SEMANTIC", "off")
    return folder


def say(*talk: tuple[str, str]) -> list[str]:
    """The kinds of the replies."""

    async def work() -> list[str]:
        program = await open_app(load())
        try:
            return [
                (await program.engine.handle(Message(user, "lab", text=text))).kind
                for user, text in talk
            ]
        finally:
            await program.close()

    return asyncio.run(work())


def review(*typed: str, options: tuple[str, ...] = ()) -> Result:
    result = CliRunner().invoke(app, ["review", *options], input="".join(f"{t}\n" for t in typed))
    assert result.exit_code == 0, result.output
    return result


def listed() -> list[str]:
    found = json.loads(review(options=("--json",)).stdout)
    return [each["text"] for cluster in found for each in cluster["utterances"]]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_accepted_is_learned_and_what_was_decided_is_not_asked_again(pack: Path) -> None:
    assert set(say(*TALK)) <= {"out_of_scope", "clarify"}
    first = json.loads(review(options=("--json",)).stdout)[0]
    assert first["messages"] == 2
    assert len(first["utterances"]) == 2, "both ask for one thing"

    result = review("m comparison/lending", "r", "s", "y")
    assert "+  - am i permitted to hand my digital novels over to a mate" in result.output
    assert "utterances from before" in result.output
    assert "Written and learned" in result.output
    assert listed() == ["the harbour hall sells turnips at dawn"]
    assert say(("eve", "may a mate of mine get my digital novels for a while")) == ["compare"]


def test_nothing_is_written_without_a_yes(pack: Path) -> None:
    say(*TALK)
    before = files(pack)
    result = review("m comparison/lending", "r", "q", "n", options=("--quick",))
    assert "Nothing was written" in result.output
    assert files(pack) == before
    assert "zorp flurb" not in listed(), "what was rejected stays rejected"
    assert len(listed()) == 3, "what was not written comes up again"


def test_what_would_say_a_thing_twice_is_refused_at_once(pack: Path) -> None:
    say(*TALK)
    before = files(pack)
    result = review(
        "s", "e 1 compare lending", "m comparison/price", "d 1", "q", options=("--quick",)
    )
    assert "It stands under comparison/lending already" in result.output
    assert files(pack) == before


def test_a_change_that_the_check_refuses_is_not_written(pack: Path) -> None:
    say(*TALK)
    price = pack / "intents/answers/price.yaml"
    answers = yaml.safe_load(price.read_text())
    statement = "the price of stamps is all that counts"
    next(iter(answers["values"].values()))["alone"] = [statement]
    price.write_text(yaml.safe_dump(answers))
    before = files(pack)
    typed = "".join(f"{t}\n" for t in ("s", f"e 1 {statement}", "m comparison/price", "q"))
    result = CliRunner().invoke(app, ["review", "--quick"], input=typed)
    assert "`ajar check` would refuse it" in str(result.exception)
    assert files(pack) == before


def test_a_new_intent_waits_as_a_draft(pack: Path) -> None:
    say(*TALK)
    assert "as open/hosting" in review("n Bad Id!", "q").output
    result = review("n shelves/giving", "q", "y")
    assert "Written to drafts/" in result.output
    draft = pack / "drafts" / "shelves--giving.yaml"
    assert "- am i permitted to hand my digital novels over to a mate" in draft.read_text()
    assert len(listed()) == 2


def test_commands_that_are_none_are_explained_and_change_nothing(pack: Path) -> None:
    say(*TALK)
    result = review("what", "9", "m nowhere", "e 7 words", "q")
    assert result.output.count("1, 2, 3 put them under that intent") == 2
    assert "no proposal 9" in result.output
    assert "no intent nowhere" in result.output
    assert "Write the number of the message" in result.output


def test_where_messages_are_not_kept_there_is_nothing_to_review(
    pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AJAR_KEEP_MESSAGES", "off")
    say(*TALK)
    assert "their words were not kept" in review().output
    assert listed() == []


def test_an_empty_log_has_nothing_to_review(pack: Path) -> None:
    assert "There is nothing to review: all that was asked" in review().output


def test_a_forgotten_person_is_in_no_queue(pack: Path) -> None:
    say(*TALK)
    CliRunner().invoke(app, ["forget", "ann", "--yes"])
    assert sorted(listed()) == ["the harbour hall sells turnips at dawn", "zorp flurb"]


# Who looked at what


def audit(*options: str) -> list[dict[str, str]]:
    result = CliRunner().invoke(app, ["audit", "--json", *options])
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_look_of_an_operator_is_noted_without_a_word_that_was_said(
    pack: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LOGNAME", "olga")
    monkeypatch.setenv("AJAR_BACKUP_DIR", str(tmp_path / "backups"))
    say(*TALK)
    run = CliRunner().invoke
    review("r", "q")
    exported = run(app, ["export", "bob"]).stdout.splitlines()
    assert sum(json.loads(line)["type"] == "heard" for line in exported) == 2
    for command in (["stats"], ["db", "backup"], ["forget", "ann", "--yes"], ["audit"]):
        assert run(app, command).exit_code == 0
    found = audit()
    assert [each["what"] for each in found] == [
        "review", "review", "export", "stats", "backup", "forget", "audit",
    ]  # fmt: skip
    assert {each["who"] for each in found} == {"terminal:olga"}
    assert {each["at"][:10] for each in found} == {datetime.now(UTC).date().isoformat()}
    assert not any(word in json.dumps(found) for word in ("ann", "bob", "zorp", "novels"))
    assert [each["what"] for each in audit("--what", "export")] == ["export"]
    assert len(audit("--who", "olga", "--what", "audit")) == 3
    assert audit("--who", "somebody else") == []


def test_an_audit_without_deeds_says_so(pack: Path) -> None:
    assert "Nothing was read" in CliRunner().invoke(app, ["audit"]).stdout
