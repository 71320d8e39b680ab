"""What connectors share: one call and every way it can fail, sign-in with OAuth 2, signatures of webhooks."""
