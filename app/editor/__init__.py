"""The architecture editor: cards of layers and forms of their settings."""
