"""What is told of a line before labels are sought: stamps, asides, sections, credits, titles."""
