"""How the rehearsed Bluesky says no."""


class XrpcRefusal(Exception):
    """An answer other than success, in the protocol's shape."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code, self.message, self.status = code, message, status
