"""sitegen publishes government disclosure plans as a static, searchable, verifiable site."""

__version__ = "0.1.0"
