"""What a page must never say: script errors, console errors, violations of the security policy."""

import re
from dataclasses import dataclass, field

# A dead server and a missing sign-in are what many tests are about; the browser reports both as errors.
# A killed server ends a request wherever it stands: before, on a kept connection, within the answer.
UNREACHABLE = (
    "CONNECTION_(REFUSED|RESET|CLOSED|ABORTED)|SOCKET_NOT_CONNECTED|EMPTY_RESPONSE|FAILED"
    "|INCOMPLETE_CHUNKED_ENCODING|CONTENT_LENGTH_MISMATCH|INTERNET_DISCONNECTED|NETWORK_CHANGED"
)
EXPECTED = (
    rf"Failed to load resource: net::ERR_({UNREACHABLE})",
    r"Failed to load resource: the server responded with a status of 401",
)
# Runs in each page before its own scripts and hands violations to the test.
REPORT_VIOLATIONS = """
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) =>
  console.error(`CSP: ${effectiveDirective} refused ${blockedURI} (${sourceFile}:${lineNumber})`));
"""


@dataclass
class Faults:
    """Collects faults while a test runs; `check` fails the test if any is left."""

    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=lambda: list(EXPECTED))

    def note(self, text: str) -> None:
        """Take down a fault unless it is expected."""
        if not any(re.search(pattern, text) for pattern in self.expected):
            self.seen.append(text)

    def expect(self, pattern: str) -> None:
        """Declare a fault that this test causes on purpose."""
        self.expected.append(pattern)

    def check(self) -> None:
        """Fail with all that was taken down."""
        assert not self.seen, "The page reported faults:\n" + "\n".join(self.seen)
