"""Three engines, each from Debian's package: Chromium, WebKitGTK, Firefox."""
