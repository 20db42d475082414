"""Pages: each file gives its layout and wires its callbacks in `connect`."""
