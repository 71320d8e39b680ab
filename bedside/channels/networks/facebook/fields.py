"""Which fields the nodes of a Page have, as far as Bedside asks for them: held against Meta's own SDK in the tests."""

_POST = (
    "id from message created_time updated_time permalink_url shares is_hidden story status_type "
    "reactions comments insights"
)

KNOWN = {
    "page": frozenset(["id", "name", "username", "access_token", "tasks", "followers_count"]),
    "post": frozenset(_POST.split()),
    "comment": frozenset(
        ["id", "from", "message", "created_time", "parent", "permalink_url", "is_hidden", "like_count", "comment_count"]
    ),
    "rating": frozenset(
        [
            "created_time",
            "has_rating",
            "has_review",
            "rating",
            "recommendation_type",
            "review_text",
            "reviewer",
            "open_graph_story",
        ]
    ),
    "thread": frozenset(["id", "updated_time", "messages", "participants", "message_count", "unread_count"]),
    "message": frozenset(["id", "created_time", "from", "to", "message"]),
    "video": frozenset(["id", "post_id", "created_time", "permalink_url", "status", "title", "description"]),
    "person": frozenset(["id", "name", "first_name", "last_name"]),
}
