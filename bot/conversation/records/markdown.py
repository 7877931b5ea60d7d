"""A decision record as Markdown."""

from __future__ import annotations

from bot.content.schema import SourceRef
from bot.content.snapshot import Content
from bot.conversation.explaining import all_changes_text, models_text, why_text
from bot.conversation.records.decision import Decision, answer_lines, skipped_titles


def markdown(content: Content, decision: Decision) -> str:
    """Headings, lists and links; ends in a line break."""
    parts = [f"# {content.say('export_title')}", f"## {content.say('summary_title')}"]
    lines = answer_lines(content, decision)
    titles = skipped_titles(content, decision.skipped)
    if titles:
        lines.append(content.say("summary_skipped", titles=titles))
    parts.append("\n".join(lines))
    result = decision.result
    if result:
        verdict = content.say(f"verdict_{result.verdict}")
        parts += [
            f"## {content.say('rec_title', verdict=verdict)}",
            why_text(content, result, decision.case),
            f"## {content.say('changes_title')}",
            all_changes_text(content, result, decision.case),
            models_text(content, result, decision.case),
            content.first_step(result.verdict),
            f"## {content.say('source_title')}",
            "\n".join(f"- {_source(each)}" for each in decision.sources),
        ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _source(source: SourceRef) -> str:
    name = f"[{source.title}]({source.url})" if source.url else source.title
    return f"{name} ({source.as_of})" if source.as_of else name
