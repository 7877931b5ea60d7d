"""Translations as gettext catalogues: what lacks, what has changed, what does not fit."""

from __future__ import annotations

import pytest
from planting import Plot

from bot.cli.translating import translate
from bot.content.cache import Cache
from bot.content.loader import Pack, default_root, load_content
from bot.errors import AjarError, ContentError, Problem

FILE = "knowledge/locales/de/frame.po"
PHRASES = "knowledge/phrases/tea.yaml"
HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n'
ENGLISH = {
    "tea_offer": "Would you like {tea}?",
    "tea_thanks": "Enjoy it.",
    "button.tea_more": "More tea",
}
GERMAN = {
    "tea_offer": "Möchtest du {tea}?",
    "tea_thanks": "Lass ihn dir schmecken.",
    "button.tea_more": "Mehr Tee",
}


def entry(key: str, source: str, text: str, flags: str = "") -> str:
    return f'\n{flags}msgctxt "{key}"\nmsgid "{source}"\nmsgstr "{text}"\n'


@pytest.fixture
def translated(tea: Plot) -> Plot:
    """The pack on tea with three texts of its own, all of them in German."""
    phrases = "".join(f'  {key}: "{ENGLISH[key]}"\n' for key in ("tea_offer", "tea_thanks"))
    tea.write(PHRASES, f"phrases:\n{phrases}buttons:\n  tea_more: More tea\n")
    write(tea, *(entry(key, ENGLISH[key], GERMAN[key]) for key in ENGLISH))
    return tea


def write(tea: Plot, *entries: str) -> None:
    (tea.root / FILE).parent.mkdir(parents=True, exist_ok=True)
    (tea.root / FILE).write_text(HEAD + "".join(entries), encoding="utf-8")


def faulty(tea: Plot, key: str, **changed: str) -> Problem:
    """The one problem where the entry of this key is changed."""
    made = {each: [each, ENGLISH[each], GERMAN[each], ""] for each in ENGLISH}
    for place, name in enumerate(("context", "source", "text", "flags")):
        made[key][place] = changed.get(name, made[key][place])
    write(tea, *(entry(*each) for each in made.values()))
    (problem,) = tea.problems()
    return problem


def test_a_translated_pack_speaks_its_language_and_english(translated: Plot) -> None:
    assert translated.problems() == []
    content = load_content(translated.pack, Cache(None))
    german = content.in_language("de")
    assert german.say("tea_offer", tea="Earl Grey") == "Möchtest du Earl Grey?"
    assert german.button("tea_more") == "Mehr Tee"
    assert german.sections == content.sections
    assert content.in_language("fr") is content
    assert content.say("tea_thanks") == "Enjoy it."


def test_a_translation_survives_the_cache(translated: Plot) -> None:
    cache = Cache(translated.root / "cache")
    for _ in range(2):
        content = load_content(translated.pack, cache)
        assert content.in_language("de").say("tea_thanks") == "Lass ihn dir schmecken."


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"text": ""}, "'tea_offer' is not translated"),
        ({"text": "Möchtest du Tee?"}, "the translation of 'tea_offer' lacks {tea}"),
        ({"flags": "#, fuzzy\n"}, "the translation of 'tea_offer' is marked as fuzzy"),
        ({"source": "Do you want {tea}?"},
         "the English of 'tea_offer' has changed since it was translated"),
        ({"text": "Möchtest du {tea} mit {milk}?"},
         "the translation of 'tea_offer' has {milk}, which the English has not"),
        ({"text": "Möchtest du {tea} und {Tee}?"},
         "a slot of 'tea_offer' is not closed, or not a name in braces"),
    ],
)  # fmt: skip
def test_a_faulty_entry_is_shown_where_it_stands(
    translated: Plot, changed: dict[str, str], what: str
) -> None:
    problem = faulty(translated, "tea_offer", **changed)
    assert (problem.path, problem.what) == (FILE, what)
    lines = translated.read(FILE).splitlines()
    assert "tea_offer" in "".join(lines[problem.line - 2 : problem.line + 1])


def test_an_entry_for_nothing_and_what_then_lacks_are_both_found(translated: Plot) -> None:
    write(
        translated,
        entry("tea_ofer", ENGLISH["tea_offer"], GERMAN["tea_offer"]),
        entry("button.tea_more", "More tea", "Mehr Tee"),
    )
    (problem,) = translated.problems()
    assert problem.what == "nothing in English has the context 'tea_ofer'"


def test_every_button_has_to_be_there(translated: Plot) -> None:
    write(translated, entry("tea_thanks", "Enjoy it.", "Wohl bekomm's."))
    (problem,) = translated.problems()
    assert problem.what == "the language de lacks 'button.tea_more'"
    assert problem.hint == "run `ajar translate de`, then fill it"


def test_what_one_language_says_every_other_has_to_say(translated: Plot) -> None:
    other = translated.root / "knowledge/locales/fr/frame.po"
    other.parent.mkdir()
    other.write_text(HEAD + entry("button.tea_more", "More tea", "Encore du thé"), "utf-8")
    assert [each.what for each in translated.problems()] == [
        "the language fr lacks 'tea_offer'",
        "the language fr lacks 'tea_thanks'",
    ]


def test_an_entry_that_stands_twice_is_found(translated: Plot) -> None:
    again = translated.root / "knowledge/locales/de/more.po"
    again.write_text(HEAD + entry("tea_thanks", "Enjoy it.", "Bitte."), "utf-8")
    (problem,) = translated.problems()
    assert problem.what.startswith(f"'tea_thanks' stands twice, first in {FILE}:")


def test_english_is_no_translation(translated: Plot) -> None:
    other = translated.root / "knowledge/locales/en/frame.po"
    other.parent.mkdir()
    other.write_text(translated.read(FILE), "utf-8")
    assert "English is what is translated" in [each.what for each in translated.problems()]


def test_a_file_that_is_no_catalogue_is_shown_with_its_line(translated: Plot) -> None:
    text = translated.read(FILE)
    translated.write(FILE, text + "\nmsgid without quotes\n")
    (problem,) = translated.problems()
    assert problem.path == FILE
    assert problem.line == text.count("\n") + 2


def test_a_hidden_character_is_shown_where_it_stands(translated: Plot) -> None:
    problem = faulty(translated, "tea_thanks", text="Lass ihn\u200b dir schmecken.")
    assert problem.what == "a hidden character, U+200B"
    assert problem.line > 1


def test_a_catalogue_is_brought_up_to_date(translated: Plot) -> None:
    translated.edit(PHRASES, "Enjoy it.", "Enjoy it slowly.")
    translated.edit(PHRASES, "buttons:", '  tea_new: "New."\nbuttons:\n  tea_less: Less tea')
    assert FILE in translate(str(translated.root), "de")
    text = translated.read(FILE)
    assert '#, fuzzy\nmsgctxt "tea_thanks"\nmsgid "Enjoy it slowly."' in text
    assert 'msgctxt "button.tea_less"\nmsgid "Less tea"\nmsgstr ""' in text
    assert 'msgstr "Mehr Tee"' in text
    assert "tea_new" not in text  # no language says it yet, and none has to
    assert {each.what for each in translated.problems()} == {
        "the translation of 'tea_thanks' is marked as fuzzy",
        "'button.tea_less' is not translated",
    }


def test_bringing_up_to_date_what_is_so_changes_nothing() -> None:
    root = default_root()
    for language in ("de", "es", "fr"):
        path = root / f"knowledge/locales/{language}/frame.po"
        before = path.read_bytes()
        translate(None, language)
        assert path.read_bytes() == before


@pytest.mark.parametrize("language", ["en", "German", "../de", ""])
def test_a_language_is_named_by_its_code(language: str) -> None:
    with pytest.raises(AjarError, match="by its code"):
        translate(None, language)


def test_nothing_is_written_over_a_catalogue_that_cannot_be_read(translated: Plot) -> None:
    broken = translated.read(FILE) + "\nmsgid nonsense\n"
    translated.write(FILE, broken)
    with pytest.raises(ContentError):
        translate(str(translated.root), "de")
    assert translated.read(FILE) == broken


def test_the_shipped_languages_say_the_same_things() -> None:
    content = load_content(Pack(default_root()), Cache(None))
    keys = [(set(each.phrases), set(each.buttons)) for each in content.translations]
    assert [each.language for each in content.translations] == ["de", "es", "fr"]
    assert all(each == keys[0] for each in keys)
