"""Records of finished runs."""
