"""Pictures: each file turns one value into a plain plotly dict. No page, no data source, no `go.Figure`."""
