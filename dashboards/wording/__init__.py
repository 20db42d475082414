"""Every text of the pages and every message: one file a page, Japanese and English words side by side."""
