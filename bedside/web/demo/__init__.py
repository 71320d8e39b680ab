"""A fictional hospital with a year of its life, for looking around and for showing. Nobody in it is real."""
