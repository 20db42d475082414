#!/bin/sh
# The browser tests drive Debian's Chromium, and look at Japanese text. Where we are root on Debian and they are
# missing, install them; elsewhere use an installed Chrome or Chromium; where there is none, say so and fail.
set -eu

has_browser() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

has_japanese_font() {
    command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=ja)" ]
}

if { ! has_browser || ! has_japanese_font; } && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium and a Japanese font for the browser tests ..." >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk fontconfig >/dev/null
fi

has_browser || {
    echo "The browser tests need Chrome or Chromium, and none is installed. On Debian: apt-get install chromium fonts-noto-cjk" >&2
    exit 1
}
has_japanese_font || echo "No Japanese font is installed: pages will be tested, but their text shows as boxes." >&2
