"""What this room and the libraries it calls say to people, in Japanese: catalogues by the English template."""
