"""Commands of the operator for people and organisations."""
