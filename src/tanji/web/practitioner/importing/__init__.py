"""The wizard that brings a bill of materials into a study, in eight steps."""
