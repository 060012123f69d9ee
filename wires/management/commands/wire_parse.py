"""The former name of `inspect_wire`, kept for one release: it goes with 0.2.0."""

from wires.management.commands.inspect_wire import Command

__all__ = ["Command"]
