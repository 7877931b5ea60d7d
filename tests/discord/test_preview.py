"""The preview: the same bot in a simulated Discord, served to a browser on this machine."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
import simcord
from scripted_engine import ScriptedEngine
from simulated import check_all_payloads, labels

from bot.content.snapshot import Content
from bot.errors import AjarError
from bot.transports import preview
from bot.transports.preview.forward import Forward, is_everywhere
from bot.transports.preview.world import PreviewClient, World


@dataclass(frozen=True)
class Given:
    preview_port: int
    preview_host: str = "127.0.0.1"
    cache_dir: Path | None = None
    discord_cards: str = "layout"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def test_it_is_furnished_with_a_greeting_and_two_people(
    content: Content, scripted: ScriptedEngine
) -> None:
    client = PreviewClient(content, scripted)
    async with simcord.run(client) as env:
        world = World(client, env)
        await world.furnish()
        assert client.user.name == "Ajar"
        (greeting,) = world.channel.history()
        assert "what does it cost" in greeting.content
        assert labels(greeting)[0] == "Help me choose"
        ada, ben = world.people
        await ada.send(world.channel, "what is a licence?")
        assert "You asked: what is a licence?" in world.channel.last_message.content
        result = await ben.click(greeting, label="Compare the two sides")
        assert "compare open and closed models" in result.response.content
        check_all_payloads(env)


async def test_it_serves_a_page_prints_its_address_and_ends_on_a_signal(
    content: Content, scripted: ScriptedEngine, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    serving = asyncio.create_task(preview.serve(content, scripted, Given(port)))
    address = await printed_address(capsys, serving)
    assert address.startswith(f"http://127.0.0.1:{port}/")
    async with aiohttp.ClientSession() as session, session.get(address) as page:
        assert page.status == 200
        assert "<html" in await page.text()
    os.kill(os.getpid(), signal.SIGTERM)
    await asyncio.wait_for(serving, 10)


async def test_a_port_in_use_gives_way_to_the_next(
    content: Content, scripted: ScriptedEngine, port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        serving = asyncio.create_task(preview.serve(content, scripted, Given(port)))
        address = await printed_address(capsys, serving)
        assert int(address.split(":")[2].split("/")[0]) > port
        os.kill(os.getpid(), signal.SIGINT)
        await asyncio.wait_for(serving, 10)


async def test_where_every_port_is_in_use_it_says_so(
    content: Content, scripted: ScriptedEngine, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preview, "PORTS_TRIED", 1)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(AjarError, match=f"{port} to {port} are in use"):
            await preview.serve(content, scripted, Given(port))


async def test_another_address_passes_connections_on(port: int) -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        await writer.drain()
        writer.close()

    async with (
        await asyncio.start_server(echo, "127.0.0.1", port),
        Forward("127.0.0.2", port),
    ):
        reader, writer = await asyncio.open_connection("127.0.0.2", port)
        writer.write(b"hello\n")
        assert await asyncio.wait_for(reader.read(), 5) == b"hello\n"
        writer.close()


def test_all_addresses_are_told_from_one() -> None:
    assert is_everywhere("0.0.0.0")
    assert is_everywhere("::")
    assert not is_everywhere("127.0.0.1")
    assert not is_everywhere("localhost")


async def test_an_address_of_another_machine_is_refused_in_one_sentence(port: int) -> None:
    with pytest.raises(AjarError, match="AJAR_PREVIEW_HOST"):
        await Forward("192.0.2.1", port).__aenter__()


async def printed_address(capsys: pytest.CaptureFixture[str], serving: asyncio.Task) -> str:
    text = ""
    while "\n" not in text:
        assert not serving.done(), serving.exception()
        await asyncio.sleep(0.01)
        text += capsys.readouterr().out
    return next(word for word in text.split() if word.startswith("http"))
