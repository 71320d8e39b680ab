"""Which fields the nodes of an account have, as far as Bedside asks for them: held against Meta's own SDK."""

_ACCOUNT = (
    "id user_id username name account_type followers_count follows_count media_count mentioned_comment mentioned_media"
)
_MEDIA = (
    "id caption timestamp permalink media_type media_product_type media_url username comments_count like_count "
    "shortcode alt_text comments insights"
)

KNOWN = {
    "account": frozenset(_ACCOUNT.split()),
    "media": frozenset(_MEDIA.split()),
    "comment": frozenset("id text timestamp username from parent_id hidden like_count media replies".split()),  # noqa: SIM905
    "thread": frozenset(["id", "updated_time", "messages", "participants", "name"]),
    "message": frozenset(["id", "created_time", "from", "to", "message"]),
    "container": frozenset(["id", "status_code", "status"]),
    "person": frozenset(["id", "name", "username"]),
    "quota": frozenset(["quota_usage", "config"]),
}
