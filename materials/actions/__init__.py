"""The deeds. Each room names its own: from materials.actions import orders, stock."""
