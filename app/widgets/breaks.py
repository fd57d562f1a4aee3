"""Where a text that takes several lines may be parted."""

NO_BREAK = "\N{NO-BREAK SPACE}"


def whole_shapes(text: str) -> str:
    """A text in which a shape such as ``28 × 28 × 1`` stays in one line."""
    return text.replace(" × ", f"{NO_BREAK}×{NO_BREAK}")


def parted_at_dots(text: str) -> str:
    """A text that may be parted behind its dots and commas only, never within a number's unit."""
    parts = (part.replace(" ", NO_BREAK) for part in text.split(" · "))
    return f"{NO_BREAK}· ".join(parts).replace(f",{NO_BREAK}", ", ").replace(f":{NO_BREAK}", ": ")
