"""How much memory a model takes and how fast it writes, by the formulas of the content's table.

weights: parameters in billions x bits / 8 (all experts of a mixture count).
cache: 2 x layers x kv_heads x head_dim x tokens x batch x bytes; windows, latent attention and
hybrids as the table says; a rule of thumb by size where the architecture is not known.
overhead: max(floor, share x weights); models of pictures, video and sound need room to work in
instead of a cache. speed: bandwidth x efficiency / gigabytes read for a token.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.figures import Hardware, Layout, ModelKind, Precision
from bot.content.schema import Model

MAX_CONTEXT = 100_000_000
MAX_BATCH = 100_000
NO_LAYOUT = Layout(model="any")


@dataclass(frozen=True)
class Memory:
    """Gigabytes of 10^9 bytes; `notes` are keys of phrases on how the sum was made."""

    weights_gb: float
    kv_gb: float
    overhead_gb: float
    total_gb: float
    notes: tuple[str, ...] = ()


def kind_of(model: Model) -> ModelKind:
    """What a model makes; "speech" is one that only writes down what it hears."""
    made, heard = set(model.modalities.output), set(model.modalities.input)
    if "embedding" in made:
        return "embedding"
    if "text" in made:
        return "speech" if heard == {"audio"} and model.context_tokens is None else "text"
    for kind in ("image", "video", "audio"):
        if kind in made:
            return kind
    return "text"


def layout_of(model: Model, rules: Hardware) -> Layout:
    return rules.layout_by_model.get(model.id) or NO_LAYOUT


def native(model: Model, rules: Hardware) -> Precision | None:
    """The form that a model is released in, where that is smaller than 16 bits."""
    layout = layout_of(model, rules)
    if layout.native_bits is None:
        return None
    name = layout.native_name or f"{layout.native_bits:g}-bit"
    return Precision(id="native", name=name, bits_per_weight=layout.native_bits)


def weights_gb(model: Model, precision: Precision, rules: Hardware) -> float:
    billions = layout_of(model, rules).resident_b or model.parameters.total_b or 0.0
    return billions * precision.bits_per_weight / 8


def cache_gb(
    model: Model, context_tokens: int, batch: int, rules: Hardware
) -> tuple[float, str | None]:
    """(gigabytes of cache, the note on how they were reckoned); no cache but for text."""
    if kind_of(model) != "text":
        return 0.0, None
    tokens = min(max(context_tokens, 0), MAX_CONTEXT)
    many = min(max(batch, 1), MAX_BATCH)
    values, note = _values(model, tokens, rules)
    return values * many * rules.cache_bytes / 1e9, note


def _values(model: Model, tokens: int, rules: Hardware) -> tuple[float, str | None]:
    """(values held for `tokens` tokens of one sequence, note)."""
    shape, layout = model.architecture, layout_of(model, rules)
    if shape.attention == "mla" and shape.layers:
        return float(shape.layers * rules.latent_width * tokens), "hardware_note_latent"
    if not (shape.layers and shape.kv_heads and shape.head_dim):
        billions = max(model.parameters.total_b or rules.rule_params_b, 0.01)
        per_token = rules.rule_bytes_per_token / 2
        scale = (billions / rules.rule_params_b) ** rules.rule_exponent
        return per_token * scale * tokens, "hardware_note_rule"
    layer = 2.0 * shape.kv_heads * shape.head_dim
    if layout.window and layout.local_layers:
        seen = layout.local_layers * min(tokens, layout.window)
        rest = max(shape.layers - layout.local_layers, 0) * tokens
        return layer * (seen + rest), "hardware_note_window"
    share = layout.cached_share or rules.cached_share.get(shape.attention or "", 1.0)
    if share < 1:
        return layer * shape.layers * share * tokens, "hardware_note_hybrid"
    upper = shape.attention in {"sliding-mixed", "compressed"}
    return layer * shape.layers * tokens, "hardware_note_upper" if upper else None


def estimate(
    model: Model, precision: Precision, context_tokens: int, batch: int, rules: Hardware
) -> Memory:
    """The memory for `batch` sequences of `context_tokens` tokens each."""
    weights = weights_gb(model, precision, rules)
    cache, note = cache_gb(model, context_tokens, batch, rules)
    kind = kind_of(model)
    room = rules.working_gb.get(kind, 0.0) * min(max(batch, 1), MAX_BATCH)
    overhead = max(rules.overhead_floor_gb, rules.overhead_share * weights) + room
    notes = [note] if note else []
    if kind in {"image", "video", "audio", "speech"}:
        notes.append("hardware_note_working")
    if model.parameters.active_b and kind == "text":
        notes.append("hardware_note_experts")
    return Memory(weights, cache, overhead, weights + cache + overhead, tuple(notes))


def speed_range(
    model: Model,
    precision: Precision,
    bandwidth_gb_s: tuple[float, float],
    context_tokens: int,
    rules: Hardware,
) -> tuple[float, float] | None:
    """Tokens a second for one user, from low to high; None where tokens are not what is made.

    Only the active weights are read for a token, and the cache of the context in use. Reading
    the prompt is bound by compute and not in it.
    """
    if kind_of(model) != "text" or not model.parameters.total_b:
        return None
    active = min(model.parameters.active_b or model.parameters.total_b, model.parameters.total_b)
    cache, _ = cache_gb(model, context_tokens, 1, rules)
    read = max(active * precision.bits_per_weight / 8 + cache, 0.01)
    low, high = bandwidth_gb_s
    return low * rules.efficiency_low / read, high * rules.efficiency_high / read
