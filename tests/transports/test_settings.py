"""Settings: where they come from, what they default to, and what is said of a wrong one."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot import logs
from bot.cluster import Share
from bot.errors import SettingsError
from bot.settings import PREFIX, TOKEN, Settings, load, variable

ROOT = Path(__file__).parents[2]
SECRET = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE." + "x" * 38


@pytest.fixture(autouse=True)
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory and home, and none of the variables."""
    import os

    for name in os.environ:
        if name.startswith((PREFIX, "XDG_")) or name == TOKEN:
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults_lie_in_the_home_folder(bare: Path) -> None:
    settings = load()
    assert settings.database == f"sqlite:///{bare}/.local/share/ajar/ajar.db"
    assert settings.cache_dir == bare / ".cache/ajar"
    assert settings.discord_token is None
    assert (settings.content, settings.encoder, settings.semantic) == (None, None, "auto")
    assert (settings.preview_host, settings.preview_port) == ("127.0.0.1", 8377)


def test_the_folders_of_the_system_are_kept_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/srv/data")
    monkeypatch.setenv("XDG_CACHE_HOME", "relative, which the rules say to ignore")
    settings = load()
    assert settings.database == "sqlite:////srv/data/ajar/ajar.db"
    assert settings.cache_dir == Path.home() / ".cache/ajar"


def test_the_command_line_outranks_the_environment_and_that_the_file(
    bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (bare / ".env").write_text("AJAR_PREVIEW_PORT=1111\nAJAR_LOG_LEVEL=DEBUG\nOTHER=x\n")
    monkeypatch.setenv("AJAR_PREVIEW_PORT", "2222")
    monkeypatch.setenv("AJAR_DATABASE", "sqlite:///one.db")
    settings = load(database="sqlite:///two.db", content=None)
    assert settings.preview_port == 2222
    assert settings.log_level == "debug"
    assert settings.database == "sqlite:///two.db"


def test_a_share_is_of_the_shards_that_all_processes_agree_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert load().share() is None
    monkeypatch.setenv("AJAR_SHARDS", "2")
    assert load().share() == Share((0, 1), 2), "one process may have several, on any database"
    monkeypatch.setenv("AJAR_DATABASE", "postgresql://ajar@127.0.0.1/ajar")
    assert load(cluster="2/2").share() == Share((1,), 2)
    with pytest.raises(SettingsError, match=r"AJAR_SHARDS is 2: .*too few for 3 processes"):
        load(cluster="3/3").share()


@pytest.mark.parametrize("wrong", ["0/2", "3/2", "2", "a/b", "1/2/3", "-1/2"])
def test_what_is_no_process_of_several_is_refused(wrong: str) -> None:
    with pytest.raises(SettingsError, match=r"AJAR_CLUSTER is .* Write NUMBER/OF"):
        load(cluster=wrong)


def test_several_processes_on_a_file_are_refused_with_the_way_out() -> None:
    with pytest.raises(SettingsError, match=r"for one process: set AJAR_DATABASE .*db move"):
        load(cluster="1/2").share()
    assert load(cluster="1/1").share() == Share((0,), 1)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgresql://h/d", "postgresql+asyncpg://h/d"),
        ("postgresql+asyncpg://h/d", "postgresql+asyncpg://h/d"),
        ("sqlite+aiosqlite:////x/y.db", "sqlite:////x/y.db"),
    ],
)
def test_common_spellings_of_a_database_are_understood(given: str, used: str) -> None:
    assert load(database=given).database == used


def test_none_switches_the_cache_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AJAR_CACHE_DIR", "None")
    monkeypatch.setenv("AJAR_CONTENT", "~/pack")
    settings = load()
    assert settings.cache_dir is None
    assert settings.content == Path.home() / "pack"


@pytest.mark.parametrize(
    ("name", "value", "fix"),
    [
        ("AJAR_PREVIEW_PORT", "70000", "from 1 to 65535"),
        ("AJAR_PREVIEW_PORT", "http", "from 1 to 65535"),
        ("AJAR_SEMANTIC", "perhaps", "auto, on or off"),
        ("AJAR_LOG_LEVEL", "loud", "debug, info, warning or error"),
        ("AJAR_LOG_FORMAT", "xml", "pretty or json"),
    ],
)
def test_a_wrong_value_is_named_with_its_fix(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, fix: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    assert str(caught.value).startswith(f"{name} is {value!r}: ")
    assert fix in str(caught.value)


def test_all_wrong_values_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AJAR_SEMANTIC", "x")
    monkeypatch.setenv("AJAR_LOG_FORMAT", "y")
    with pytest.raises(SettingsError, match=r"AJAR_SEMANTIC.*\n.*AJAR_LOG_FORMAT"):
        load()


def test_a_wrong_database_is_not_quoted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AJAR_DATABASE", "mysql://me:hunter2@host/db")
    with pytest.raises(SettingsError, match=r"AJAR_DATABASE: .*sqlite:///PATH") as caught:
        load()
    assert "hunter2" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_broken_env_file_is_named(bare: Path) -> None:
    (bare / ".env").write_bytes(b"AJAR_CONTENT=\xff\xfe")
    with pytest.raises(SettingsError, match=r"\.env can't be read"):
        load()


def test_the_example_documents_every_setting_with_its_default(bare: Path) -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    shown = [line[1:] for line in lines if line.startswith("#") and not line.startswith("# ")]
    documented = [line.partition("=")[0] for line in shown]
    assert sorted(documented) == sorted(variable(field) for field in Settings.model_fields)
    default = load()
    (bare / ".env").write_text("\n".join(shown), "utf-8")
    assert load() == default


@pytest.mark.parametrize("format_", ["pretty", "json"])
def test_secrets_never_reach_a_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], format_: logs.Format
) -> None:
    monkeypatch.setenv(TOKEN, SECRET)
    monkeypatch.setenv("AJAR_DATABASE", "postgresql://me:hunter%402@host/db")
    settings = load()
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    try:
        logs.configure("debug", format_, settings.secrets())
        assert settings.discord_token
        log = logging.getLogger("test")
        log.info("settings: %r %s", settings, settings)
        log.info("token %s", settings.discord_token.get_secret_value())
        log.info("database %s, password %s", settings.database, "hunter@2")
        try:
            raise OSError(5, f"no luck with {settings.database} and {SECRET}")
        except OSError:
            log.exception("failed")
    finally:
        root.handlers[:], root.level = handlers, level
    written = capsys.readouterr().err
    assert "token [hidden]" in written
    assert "me:[hidden]@host" in written
    for secret in (SECRET, "hunter@2", "hunter%402"):
        assert secret not in written


@pytest.mark.parametrize("name", ["AJAR_BACKUP_DIR", "AJAR_CONTENT"])
def test_the_home_of_an_account_that_is_not_there_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "~nobody-of-this-name/x")
    with pytest.raises(SettingsError, match=f"{name} .*the home folder of ~nobody-of-this-name"):
        load()
