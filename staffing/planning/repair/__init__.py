"""Mends a plan that stands: somebody fell ill, a training moved, more are required; as little as possible changes."""
