from django import template

from bedside.channels.models import HubPost
from bedside.hub import reading

register = template.Library()


@register.filter
def title_of(post: HubPost) -> str:
    return reading.title_of(post)


@register.filter
def body_of(post: HubPost) -> str:
    return reading.body_of(post)
