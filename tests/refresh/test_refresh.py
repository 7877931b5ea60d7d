"""`ajar refresh`: blanks are filled, what is known stays, and a failure changes nothing."""

from __future__ import annotations

import difflib
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.content.cache import Cache
from bot.content.loader import Pack, Reader, default_root, load_content
from bot.content.schema import Models
from bot.errors import ContentError, RefreshError
from bot.refresh import genai
from bot.refresh.differences import differences
from bot.refresh.writing import replace_all
from tests.content.planting import Plot
from tests.refresh.conftest import CATALOGUE, FLOW, HOUSE, INN, TODAY, Install, model, run, table


def added(plot: Plot, name: str, before: str) -> list[str]:
    """The lines that are new in a file; none may be gone."""
    lines = list(difflib.ndiff(before.splitlines(), plot.read(name).splitlines()))
    assert [line for line in lines if line.startswith("- ")] == []
    return [line[2:] for line in lines if line.startswith("+ ")]


def entry(plot: Plot, model_id: str) -> Any:
    reader = Reader(plot.pack)
    found = {m.id: m for part in reader.many("knowledge/models", Models) for m in part.models}
    assert reader.problems == []
    return found[model_id]


def test_a_blank_is_filled_with_its_source_and_nothing_else_moves(
    catalogue: Plot, installed: Install
) -> None:
    installed(model("second-pour", Decimal("1.5"), Decimal("6")))
    said = run(catalogue)
    assert "second-pour" in said
    assert "$1.5 / $6" in said
    assert "Facts written: 1, in models: 1." in said
    assert added(catalogue, HOUSE, CATALOGUE) == [
        "  price:",
        "    input_per_mtok_usd: 1.5",
        "    output_per_mtok_usd: 6",
        "    as_of: '2026-11-30'",
        "    provider: House",
        "  sources:",
        "  - fact: price per million tokens",
        "    url: https://house.example",
        "    via: pypi:genai-prices 0.3.0 (2026-11-30), record house/second-pour",
    ]
    text = catalogue.read(HOUSE)
    assert text.index("provider: House\n  # What follows") > 0
    assert run(catalogue).endswith("Facts written: 0, in models: 0.\n")
    assert catalogue.read(HOUSE) == text


def test_what_is_known_otherwise_is_shown_and_left_alone(
    catalogue: Plot, installed: Install
) -> None:
    installed(model("first-pour", Decimal("3"), Decimal("10")))
    said = run(catalogue)
    assert "differs" in said
    assert "$2 / $10" in said
    assert "$3 / $10" in said
    assert "--accept takes them" in said
    assert catalogue.read(HOUSE) == CATALOGUE


def test_it_is_taken_when_that_is_wanted(catalogue: Plot, installed: Install) -> None:
    installed(model("first-pour", Decimal("3"), Decimal("10")))
    assert "take" in run(catalogue, accept=True)
    expected = (
        CATALOGUE.replace("input_per_mtok_usd: 2 ", "input_per_mtok_usd: 3 ")
        .replace('as_of: "2026-11-10"', 'as_of: "2026-11-30"')
        .replace("0.2.3 (2026-11-10)", "0.3.0 (2026-11-30)")
    )
    assert catalogue.read(HOUSE) == expected


def test_a_confirmed_price_gets_its_new_date_only_when_that_is_wanted(
    catalogue: Plot, installed: Install
) -> None:
    installed(model("first-pour", Decimal("2"), Decimal("10")))
    assert "--renew dates them anew" in run(catalogue)
    assert catalogue.read(HOUSE) == CATALOGUE
    run(catalogue, renew=True)
    assert entry(catalogue, "first-pour").price.as_of == "2026-11-30"
    assert "# read from the page itself" in catalogue.read(HOUSE)


def test_a_dry_run_writes_nothing(catalogue: Plot, installed: Install) -> None:
    installed(model("second-pour", Decimal("1"), Decimal("2")))
    assert "Nothing was written. Facts to write: 1, in models: 1." in run(catalogue, is_dry=True)
    assert catalogue.read(HOUSE) == CATALOGUE


def test_one_model_can_be_picked(catalogue: Plot, installed: Install) -> None:
    records = [model("first-pour", Decimal("3"), None), model("second-pour", Decimal("1"), None)]
    installed(*records)
    run(catalogue, accept=True, only=("second-pour",))
    assert entry(catalogue, "first-pour").price.input_per_mtok_usd == 2
    assert entry(catalogue, "second-pour").price.input_per_mtok_usd == 1
    with pytest.raises(RefreshError, match="has no model third-pour"):
        run(catalogue, only=("third-pour",))


def test_retired_models_and_free_tiers_are_left_out(catalogue: Plot, installed: Install) -> None:
    installed(model("old-pour", Decimal("1"), Decimal("2")), model("second-pour", 0, 0))
    assert "Facts written: 0" in run(catalogue)


@pytest.mark.parametrize("damage", [-1, float("nan"), float("inf"), 1e30, "cheap", True])
def test_a_damaged_record_is_left_out_and_counted(
    catalogue: Plot, installed: Install, damage: Any
) -> None:
    installed(model("second-pour", damage, Decimal("2")))
    assert "1 damaged ones left out" in run(catalogue)
    assert catalogue.read(HOUSE) == CATALOGUE


def test_an_older_table_says_nothing_against_what_is_known(
    catalogue: Plot, installed: Install
) -> None:
    installed(model("first-pour", Decimal("3"), Decimal("10")))
    run(catalogue, accept=True, as_of="2026-11-09")
    assert catalogue.read(HOUSE) == CATALOGUE


def test_without_the_package_it_says_what_to_do(catalogue: Plot, absent: None) -> None:
    with pytest.raises(RefreshError, match="install it with pip install 'genai-prices'"):
        run(catalogue)


def test_a_broken_package_changes_nothing(catalogue: Plot, installed: Install) -> None:
    installed(SimpleNamespace(id="second-pour"))
    with pytest.raises(RefreshError, match=r"can't be read .* Nothing was changed"):
        run(catalogue)
    assert catalogue.read(HOUSE) == CATALOGUE


def test_the_package_as_it_is_published_can_be_read() -> None:
    pytest.importorskip("genai_prices")
    book = genai.read(TODAY)
    assert len(book.listings) > 1000
    assert book.as_of <= TODAY.isoformat()
    assert all(e.input_usd is None or e.input_usd >= 0 for e in book.listings)
    assert book.name.startswith("pypi:genai-prices ")


def test_the_shipped_prices_agree_with_the_package_of_their_day() -> None:
    """A later package may know of later prices; `ajar refresh` is for these."""
    pytest.importorskip("genai_prices")
    book = genai.read(TODAY)
    models = load_content(Pack(default_root()), Cache(None)).models
    checked = [m for m in models if m.price.as_of and m.price.as_of >= book.as_of]
    found = differences(checked, [book])
    astray = [each for each in found if each.field == "price" and each.kind == "other"]
    assert [(each.model.id, each.here, each.there) for each in astray] == []


class TestModelsDev:
    def test_limits_and_dates_come_from_the_maker(
        self, catalogue: Plot, absent: None, tmp_path: Path
    ) -> None:
        place = table(
            tmp_path,
            **{
                "second-pour": {
                    "cost": {"input": 1.25, "output": 5},
                    "limit": {"context": 128000, "output": 8192},
                    "release_date": "2026-09-14",
                    "knowledge": "2026-03",
                }
            },
        )
        said = run(catalogue, models=place, as_of="2026-11-28")
        assert "genai-prices isn't here" in said
        found = entry(catalogue, "second-pour")
        assert found.price.input_per_mtok_usd == 1.25
        assert (found.context_tokens, found.max_output_tokens) == (128000, 8192)
        assert (found.released, found.knowledge_cutoff) == ("2026-09", "2026-03")
        via = "models.dev, api.json (2026-11-28), record house/second-pour"
        assert [source.via for source in found.sources] == [via]
        assert str(tmp_path) not in catalogue.read(HOUSE)

    def test_genai_prices_fills_first(
        self, catalogue: Plot, installed: Install, tmp_path: Path
    ) -> None:
        installed(model("second-pour", Decimal("1"), Decimal("2")))
        place = table(tmp_path, **{"second-pour": {"cost": {"input": 7, "output": 8}}})
        run(catalogue, models=place)
        assert entry(catalogue, "second-pour").price.input_per_mtok_usd == 1

    def test_of_two_tables_that_differ_the_first_is_taken(
        self, catalogue: Plot, installed: Install, tmp_path: Path
    ) -> None:
        installed(model("first-pour", Decimal("3"), Decimal("10")))
        place = table(tmp_path, **{"first-pour": {"cost": {"input": 7, "output": 8}}})
        run(catalogue, models=place, accept=True, as_of="2026-11-30")
        assert entry(catalogue, "first-pour").price.input_per_mtok_usd == 3

    def test_a_file_of_one_line_a_model_keeps_its_form(
        self, catalogue: Plot, absent: None, tmp_path: Path
    ) -> None:
        place = tmp_path / "api.json"
        cost = '{"cost": {"input": 0.1, "output": 0.4}}'
        place.write_text(f'{{"providers": {{"the-inn": {{"models": {{"inn-blend": {cost}}}}}}}}}')
        run(catalogue, models=str(place), as_of="2026-11-28")
        text = catalogue.read(INN)
        assert text.count("\n") == FLOW.count("\n")
        assert entry(catalogue, "inn-blend").price.output_per_mtok_usd == 0.4

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "is no JSON"),
            ("{", "is no JSON"),
            ("[" * 100_000, "is no JSON"),
            ("[]", "no providers with models"),
            ('{"house": 5}', "no providers with models"),
            ('{"providers": {"house": {"models": []}}}', "no providers with models"),
        ],
    )
    def test_a_damaged_table_changes_nothing(
        self, catalogue: Plot, installed: Install, tmp_path: Path, text: str, told: str
    ) -> None:
        installed(model("second-pour", Decimal("1"), Decimal("2")))
        place = tmp_path / "api.json"
        place.write_text(text)
        with pytest.raises(RefreshError, match=told):
            run(catalogue, models=str(place))
        assert catalogue.read(HOUSE) == CATALOGUE

    @pytest.mark.parametrize(
        "record",
        [
            5,
            None,
            {"cost": 5},
            {"cost": {"input": "free"}},
            {"cost": {"input": -1, "output": 2}},
            {"limit": {"context": "long"}},
            {"release_date": "soon"},
        ],
    )
    def test_a_damaged_record_is_left_out(
        self, catalogue: Plot, absent: None, tmp_path: Path, record: Any
    ) -> None:
        place = table(tmp_path, **{"second-pour": record})
        assert "1 damaged ones left out" in run(catalogue, models=place)
        assert catalogue.read(HOUSE) == CATALOGUE

    def test_no_network_is_told_with_a_way_out(self, catalogue: Plot, absent: None) -> None:
        with pytest.raises(RefreshError, match="Without a network, name a file"):
            run(catalogue, models="http://127.0.0.1:9/api.json")
        with pytest.raises(RefreshError, match="can't be read"):
            run(catalogue, models="no-such-file.json")


class TestNothingIsHalfDone:
    def test_a_pack_with_problems_is_not_touched(self, catalogue: Plot, installed: Install) -> None:
        installed(model("second-pour", Decimal("1"), Decimal("2")))
        catalogue.edit(INN, "kind: model", "kind: brew")
        with pytest.raises(ContentError):
            run(catalogue)
        assert catalogue.read(HOUSE) == CATALOGUE

    def test_a_second_file_that_cannot_be_written_leaves_the_first_as_it_was(
        self, catalogue: Plot, absent: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        inn = catalogue.read(INN)
        place = tmp_path / "both.json"
        cost = '{"cost": {"input": 1, "output": 4}}'
        place.write_text(
            f'{{"house": {{"models": {{"second-pour": {cost}}}}},'
            f' "the-inn": {{"models": {{"inn-blend": {cost}}}}}}}'
        )
        real = Path.replace

        def fails(self: Path, target: Path) -> Path:
            if target.name == "inn.yaml":
                raise OSError(28, "No space left on device", str(target))
            return real(self, target)

        monkeypatch.setattr(Path, "replace", fails)
        with pytest.raises(RefreshError, match=r"No space left .* Nothing was changed"):
            run(catalogue, models=str(place), as_of="2026-11-28")
        assert catalogue.read(HOUSE) == CATALOGUE
        assert catalogue.read(INN) == inn
        names = {path.name for path in (catalogue.root / "knowledge/models").iterdir()}
        assert names == {"house.yaml", "inn.yaml"}

    def test_a_file_that_somebody_changed_meanwhile_is_theirs(self, catalogue: Plot) -> None:
        path = catalogue.root / HOUSE
        with pytest.raises(RefreshError, match="changed meanwhile"):
            replace_all({path: "models: []\n"}, {path: CATALOGUE + "# as it was read\n"})
        assert path.read_text() == CATALOGUE

    def test_a_file_that_is_gone_is_an_error_and_no_crash(self, catalogue: Plot) -> None:
        path = catalogue.root / "knowledge/models/gone.yaml"
        with pytest.raises(RefreshError, match="can't be written"):
            replace_all({path: ""}, {path: ""})
        assert not path.exists()

    def test_line_ends_of_windows_stay(self, catalogue: Plot, installed: Install) -> None:
        installed(model("second-pour", Decimal("1"), Decimal("2")))
        path = catalogue.root / HOUSE
        path.write_bytes(CATALOGUE.replace("\n", "\r\n").encode())
        run(catalogue)
        raw = path.read_bytes()
        assert raw.count(b"\r\n") == raw.count(b"\n")
        assert b"input_per_mtok_usd: 1\r\n" in raw
