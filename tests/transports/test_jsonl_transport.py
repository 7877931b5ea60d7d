"""One object a line in, exactly one a line out, whatever the line holds."""

from __future__ import annotations

import asyncio
import io
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.render.words import Words
from bot.transports.jsonl import serve
from bot.transports.lines import lines_of
from tests_of_transports import SmallEngine

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
names = st.sampled_from(["id", "user", "channel", "text", "press", "session", "option", "other"])
requests = st.dictionaries(names, json_values | st.dictionaries(names, json_values, max_size=3))
