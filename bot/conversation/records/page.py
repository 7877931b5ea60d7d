"""A decision record as one HTML page: no script, no request, the chart drawn inline."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bot.advisor.recommend import starting_points
from bot.advisor.sensitivity import double_flips
from bot.advisor.weighing import Case
from bot.content.schema import SourceRef
from bot.content.snapshot import Content
from bot.conversation.explaining import flip_text, pair_text, source_of, split_reasons, weighed_text
from bot.conversation.pulls import pulls_chart
from bot.conversation.records.decision import Decision, skipped_titles
from bot.conversation.records.svg import chart_svg
from bot.reply import Reason, Recommendation

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#222}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:1.6rem}q{color:#555}svg{max-width:100%}
table{border-collapse:collapse}td,th{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0}
footer{color:#666;font-size:.85rem;margin-top:2rem}@media print{body{margin:0}}
"""
MOST_PAIRS = 6


def page(content: Content, decision: Decision) -> str:
    """The whole document. Whatever a person wrote is escaped; links come from the sources alone."""
    title = escape(content.say("export_title"))
    body = [f"<h1>{title}</h1>"]
    if decision.result:
        body += _verdict(content, decision.result, decision.case)
    body += [_heading(content, "summary_title"), _answers(content, decision)]
    if decision.sources:
        items = (_link(each) for each in decision.sources)
        body += [_heading(content, "source_title"), _list(items)]
    note = escape(content.say("record_note", name=content.guide.name, date=content.guide.as_of))
    body.append(f"<footer>{note}</footer>")
    return (
        f'<!doctype html>\n<html lang="{escape(content.guide.language)}">\n<head>\n'
        '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _verdict(content: Content, result: Recommendation, case: Case) -> list[str]:
    verdict = content.say(f"verdict_{result.verdict}")
    chart = pulls_chart(content, result)
    for_it, against = split_reasons(result)
    steps = content.first_step(result.verdict)
    changes = [flip_text(content, flip) for flip in result.flips]
    pairs = double_flips(content, case.answers, case.weights)[:MOST_PAIRS]
    changes += [pair_text(content, *pair) for pair in pairs]
    parts = [
        f"<h2>{escape(content.say('rec_title', verdict=verdict))}</h2>",
        _paragraph(content.say(f"rec_{result.confidence}")),
        _paragraph(weighed_text(content, case)),
        chart_svg(chart) if chart else "",
    ]
    for key, reasons in (("rec_for", for_it), ("rec_against", against)):
        if reasons:
            parts += [_heading(content, key), _list(_reason(content, r, case) for r in reasons)]
    parts.append(_heading(content, "changes_title"))
    parts.append(_list(map(escape, changes or [content.say("rec_flip_none")])))
    parts += [_heading(content, "rec_models"), _list(_models(content, result, case))]
    return [part for part in (*parts, _paragraph(steps)) if part]


def _models(content: Content, result: Recommendation, case: Case) -> Iterable[str]:
    for point in starting_points(content, case.answers, result.verdict):
        if point.model in content.model_by_id:
            name = content.model_by_id[point.model].name
            yield f"<b>{escape(name)}</b>: {escape(point.reason)}"


def _reason(content: Content, reason: Reason, case: Case) -> str:
    source = source_of(content, reason.factor)
    return (
        f"<b>{escape(content.factors[reason.factor].title)}</b> ({round(100 * reason.weight)} %): "
        f"<q>{escape(case.answers[reason.factor].text)}</q> {escape(reason.text)}"
        + (f" <small>{_link(source)}</small>" if source else "")
    )


def _answers(content: Content, decision: Decision) -> str:
    rows = []
    for factor, answer in decision.case.answers.items():
        value = content.values[factor].get(answer.value)
        cells = (content.factors[factor].title, value.label if value else content.say("not_known"))
        row = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f"<tr>{row}<td><q>{escape(answer.text)}</q></td></tr>")
    left = skipped_titles(content, decision.skipped)
    note = _paragraph(content.say("record_skipped", titles=left)) if left else ""
    return f"<table>{''.join(rows)}</table>{note}"


def _heading(content: Content, key: str) -> str:
    return f"<h2>{escape(content.say(key).strip('*'))}</h2>"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>" if text else ""


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def _link(source: SourceRef) -> str:
    date = f" ({escape(source.as_of)})" if source.as_of else ""
    if source.url and source.url.startswith(("https://", "http://")):
        return f'<a href="{escape(source.url)}">{escape(source.title)}</a>{date}'
    return f"{escape(source.title)}{date}"
