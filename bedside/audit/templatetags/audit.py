from django import template

from bedside.audit.sentences import SENTENCES

register = template.Library()


@register.filter
def sentence(kind: str) -> str:
    """What an entry's kind says to a person."""
    return str(SENTENCES.get(kind, kind))
