"""What people do: one module a command, with `declare` for its options. Only these print and ask the clock."""
