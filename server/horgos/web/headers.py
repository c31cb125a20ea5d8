"""The headers that responses have whatever they answer: who may read them, and what a page may load."""

from __future__ import annotations

EXPOSED = "Accept-Ranges, Allow, Content-Length, Content-Location, Content-Range, ETag, Link, Retry-After"
"""What a script of another site may read of a response, beyond the safe headers (Fetch Standard, 3.3)."""

POLICY = "; ".join(
    (
        "default-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
"""The policy of a page that is made for a frame in another site's page, and has nothing to press in it."""

ALWAYS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": EXPOSED,
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}
"""On every response, errors included: anyone may read what is here, and pages load from here alone."""

PREFLIGHT = {
    "Access-Control-Allow-Headers": "*, Accept, Authorization, Content-Type, If-None-Match, Range",
    "Access-Control-Max-Age": "86400",
}
"""On the answers to OPTIONS, beside the methods (Fetch Standard, 3.3.2)."""
