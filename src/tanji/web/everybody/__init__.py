"""Pages for everybody: landing, factors, policy, methods, about, search."""
