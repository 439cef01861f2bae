"""Cells for spreadsheets."""

# A cell that begins so is a formula to a spreadsheet, and a formula can send the sheet elsewhere.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    return f"'{cell}" if _is_formula(cell) else cell


def as_typed(cell: str) -> str:
    """A cell of ours that comes back, without the sign that made it harmless."""
    return cell[1:] if cell.startswith("'") and _is_formula(cell[1:]) else cell


def _is_formula(cell: str) -> bool:
    return cell.lstrip(" ").startswith(FORMULA_STARTS)
